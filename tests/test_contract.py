"""What Home Assistant's own validator and its users rely on, checked offline."""

import ast
from collections.abc import Iterator
import json
from pathlib import Path
import re
from typing import Any

import hass_frontend
import pytest
import voluptuous as vol

from custom_components.ring_watch import (
    binary_sensor,
    button,
    camera,
    condition,
    config_flow,
    const,
    event,
    keep,
    options_flow,
    repairs,
    requester_flow,
    ring_sensor,
    selection,
    sensor,
    services,
    supply,
    switch,
    trigger,
)
from custom_components.ring_watch.consent import actions, refusals
from custom_components.ring_watch.consent.schemas import SCHEMAS
from custom_components.ring_watch.sharing.model.people import RequesterKind
from custom_components.ring_watch.sharing.model.requests import RequestState
from custom_components.ring_watch.sharing.rules import TO_CONFIRM
from custom_components.ring_watch.web import frontend
from homeassistant.helpers.selector import NumberSelector, validate_selector
from homeassistant.util.yaml import load_yaml_dict

pytestmark = pytest.mark.integration

ROOT = Path(services.__file__).parent
MODULES = sorted(
    {
        *ROOT.glob("*.py"),
        *(ROOT / "doorbells").glob("*.py"),
        *(ROOT / "consent").glob("*.py"),
        *(ROOT / "web").rglob("*.py"),
    }
)
# Platforms of these are loaded by them, so they need not be dependencies.
# ``homeassistant`` is always there.
PLATFORM_DOMAINS = {
    "binary_sensor",
    "button",
    "diagnostics",
    "event",
    "homeassistant",
    "llm",
    "logbook",
    "media_player",
    "media_source",
    "repairs",
    "sensor",
    "switch",
    "system_health",
}
RULES = {
    "action-setup",
    "appropriate-polling",
    "brands",
    "common-modules",
    "config-flow-test-coverage",
    "config-flow",
    "dependency-transparency",
    "docs-actions",
    "docs-conditions",
    "docs-high-level-description",
    "docs-installation-instructions",
    "docs-removal-instructions",
    "docs-triggers",
    "entity-event-setup",
    "entity-unique-id",
    "has-entity-name",
    "runtime-data",
    "test-before-configure",
    "test-before-setup",
    "unique-config-entry",
    "action-exceptions",
    "config-entry-unloading",
    "docs-configuration-parameters",
    "docs-installation-parameters",
    "entity-unavailable",
    "integration-owner",
    "log-when-unavailable",
    "parallel-updates",
    "reauthentication-flow",
    "test-coverage",
    "devices",
    "diagnostics",
    "discovery",
    "discovery-update-info",
    "docs-data-update",
    "docs-examples",
    "docs-known-limitations",
    "docs-supported-devices",
    "docs-supported-functions",
    "docs-troubleshooting",
    "docs-use-cases",
    "dynamic-devices",
    "entity-category",
    "entity-device-class",
    "entity-disabled-by-default",
    "entity-translations",
    "exception-translations",
    "icon-translations",
    "reconfiguration-flow",
    "repair-issues",
    "stale-devices",
    "async-dependency",
    "inject-websession",
    "strict-typing",
}


def read_json(name: str) -> Any:
    return json.loads((ROOT / name).read_text(encoding="utf-8"))


TEXTS = read_json("translations/en.json")
ICONS = read_json("icons.json")
# Of a custom integration, hassfest takes every entry for an action.
SERVICES: dict[str, Any] = load_yaml_dict(str(ROOT / "services.yaml"))
MANIFEST = read_json("manifest.json")


def leaves(node: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for key, child in node.items():
            yield from leaves(child, f"{path}.{key}" if path else key)
    else:
        assert isinstance(node, str), path
        yield path, node


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for module in MODULES:
        yield module, ast.parse(module.read_text(encoding="utf-8"))


def strings(name: str) -> set[str]:
    """Return all string constants of a module."""
    tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_the_manifest_is_complete_and_in_order() -> None:
    keys = list(MANIFEST)
    assert keys[:2] == ["domain", "name"]
    assert keys[2:] == sorted(keys[2:])
    assert MANIFEST["domain"] == const.DOMAIN == ROOT.name
    for key in ("codeowners", "documentation", "issue_tracker", "version"):
        assert key in MANIFEST
    assert re.fullmatch(r"\d+\.\d+\.\d+", MANIFEST["version"])
    assert MANIFEST["single_config_entry"] is True
    for requirement in MANIFEST["requirements"]:
        name = re.split("[=<>]", requirement)[0]
        # These come with Home Assistant, whose pins differ between releases.
        assert name not in {"av", "numpy", "cryptography"}
        # Home Assistant's own `ring` pins its library, to another release each time.
        shape = r">=[0-9.]+,<[0-9.]+" if name == "ring-doorbell" else "==[0-9.]+"
        assert re.fullmatch(name + shape, requirement)


def test_imports_are_dependencies() -> None:
    used = set()
    for _, tree in trees():
        for node in ast.walk(tree):
            names: list[str] = []
            if isinstance(node, ast.ImportFrom):
                module = node.module or ""
                names = [module]
                if module == "homeassistant.components":
                    names = [f"{module}.{alias.name}" for alias in node.names]
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            used |= {
                name.split(".")[2]
                for name in names
                if name.startswith("homeassistant.components.")
            }
    known = {*MANIFEST["dependencies"], *MANIFEST["after_dependencies"]}
    assert used - PLATFORM_DOMAINS <= known


def test_the_engine_and_home_assistant_stay_apart() -> None:
    for module in (ROOT / "engine").rglob("*.py"):
        assert "homeassistant" not in {
            (node.module or "").split(".")[0]
            for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
            if isinstance(node, ast.ImportFrom)
        }, module


def test_no_text_refers_to_another() -> None:
    for path, text in leaves(TEXTS):
        assert "[%key" not in text, path
        assert text.strip() == text, path
        assert text, path
        assert "—" not in text, path


def test_texts_are_sentences_or_names() -> None:
    for path, text in leaves(TEXTS):
        if path.endswith((".message", ".description")) or "data_description" in path:
            assert text[0].isupper() or text[0] == "{", path
            assert text[-1] in ".?}`", (path, text)
        elif ".title" in path or path.endswith(".name"):
            assert text[-1] != ".", path


def test_actions_have_texts_icons_and_handlers() -> None:
    names = {
        value
        for module in (services, keep, actions)
        for key, value in vars(module).items()
        if key.startswith("SERVICE_")
    }
    assert set(SERVICES) == set(TEXTS["services"]) == set(ICONS["services"]) == names
    for name, action in SERVICES.items():
        fields = TEXTS["services"][name]["fields"]
        assert set(action["fields"]) == set(fields)
        for field in action["fields"].values():
            validate_selector(field["selector"])
        for text in (TEXTS["services"][name], *fields.values()):
            assert {"name", "description"} <= set(text)
    for name, schema in ACTION_SCHEMAS.items():
        accepted = {str(field) for field in schema.schema}
        described = set(SERVICES[name]["fields"])
        if target := SERVICES[name].get("target"):
            validate_selector({"target": target})
            described |= set(map(str, selection.DOORBELLS))
        assert accepted == described


ACTION_SCHEMAS = {
    services.SERVICE_GATHER_CLIP: services.GATHER_SCHEMA,
    services.SERVICE_CANCEL_GATHER: services.CLIP_SCHEMA,
    services.SERVICE_DELETE_CLIP: services.CLIP_SCHEMA,
    keep.SERVICE_KEEP_FOOTAGE: keep.KEEP_SCHEMA,
    keep.SERVICE_RELEASE_FOOTAGE: keep.RELEASE_SCHEMA,
    **SCHEMAS,
}


def example(field: dict[str, Any]) -> Any:
    """Return what the description of a field gives as an example or default."""
    value = field.get("example", field.get("default"))
    if isinstance(value, str) and value.startswith("["):
        return json.loads(value)
    return value


def test_actions_accept_their_own_examples() -> None:
    assert set(ACTION_SCHEMAS) == set(SERVICES)
    for name, schema in ACTION_SCHEMAS.items():
        fields = SERVICES[name]["fields"]
        data = {key: example(field) for key, field in fields.items()}
        for key, value in data.items():
            assert value is not None, f"{name} {key}"
        schema(data)
        required = {str(key) for key in schema.schema if isinstance(key, vol.Required)}
        assert required == {key for key, one in fields.items() if one.get("required")}


def test_actions_offer_every_choice_with_its_text() -> None:
    def choices(action: str, field: str) -> tuple[set[str], dict[str, str]]:
        select = SERVICES[action]["fields"][field]["selector"]["select"]
        texts = TEXTS["selector"][select["translation_key"]]["options"]
        return set(select["options"]), texts

    for options, texts, known in (
        (*choices("list_requests", "states"), {state.value for state in RequestState}),
        (*choices("approve_request", "confirmed"), TO_CONFIRM),
    ):
        assert options == set(texts) == known


@pytest.mark.parametrize(
    ("kind", "known"),
    [("trigger", trigger.TRIGGERS), ("condition", condition.CONDITIONS)],
)
def test_triggers_and_conditions_have_texts_icons_and_fields(
    kind: str, known: dict[str, type[object]]
) -> None:
    file: dict[str, Any] = load_yaml_dict(str(ROOT / f"{kind}s.yaml"))
    described = {name: one for name, one in file.items() if name[0] != "."}
    texts, icons = TEXTS[f"{kind}s"], ICONS[f"{kind}s"]
    assert set(described) == set(texts) == set(icons) == set(known)
    for name, one in described.items():
        assert {"name", "description"} <= set(texts[name])
        assert set(icons[name]) == {kind}
        validate_selector({"target": one["target"]})
        fields = one.get("fields", {})
        assert set(fields) == set(texts[name].get("fields", {}))
        for field in fields.values():
            validate_selector(field["selector"])


def test_every_entity_has_a_name_and_an_icon() -> None:
    descriptions = {
        "binary_sensor": (*binary_sensor.SENSORS, binary_sensor.REQUEST_WAITING),
        "sensor": (
            *(*sensor.SENSORS, *sensor.CONSENT_SENSORS),
            *(*ring_sensor.RING_SENSORS, ring_sensor.PUSH),
        ),
        "switch": (switch.RECORDING,),
        "button": (button.PRESS,),
        "event": (event.RING, event.MOTION, event.REQUEST),
        "camera": (camera.CAMERA,),
    }
    named, iconed = set(), set()
    for platform, items in descriptions.items():
        for item in items:
            if item.translation_key is None:
                # Named after its device class, or after the device itself.
                assert item.device_class or item.name is None, item
                continue
            key = (platform, item.translation_key)
            named.add(key)
            if item.device_class is None or key in {
                (p, k) for p in ICONS["entity"] for k in ICONS["entity"][p]
            }:
                iconed.add(key)
    assert named == {(p, k) for p in TEXTS["entity"] for k in TEXTS["entity"][p]}
    assert iconed == {(p, k) for p in ICONS["entity"] for k in ICONS["entity"][p]}


def test_every_icon_is_one_that_the_frontend_has() -> None:
    # In files of some hundred icons each.
    folder = Path(hass_frontend.__file__).parent / "static" / "mdi"
    known = {
        name
        for path in folder.glob("*.json")
        if isinstance(icons := json.loads(path.read_text(encoding="utf-8")), dict)
        for name in icons
    }
    icons = {icon for _, icon in leaves(ICONS)} | {frontend.ICON}
    used = {icon.removeprefix("mdi:") for icon in icons}
    assert used
    assert used - known == set()


def exception_keys() -> Iterator[tuple[str, set[str]]]:
    """Yield every key of an exception that is written out, with its placeholders."""
    for _, tree in trees():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            called = node.func
            if isinstance(called, ast.Name) and called.id == "invalid":
                (key,) = node.args
                if isinstance(key, ast.Constant):
                    yield str(key.value), {word.arg or "" for word in node.keywords}
                continue
            words = {word.arg: word.value for word in node.keywords}
            key_node = words.get("translation_key")
            if "translation_domain" in words and isinstance(key_node, ast.Constant):
                given = words.get("translation_placeholders")
                placeholders = (
                    {str(k.value) for k in given.keys if isinstance(k, ast.Constant)}
                    if isinstance(given, ast.Dict)
                    else set()
                )
                yield str(key_node.value), placeholders


def test_every_error_has_a_text_and_every_text_an_error() -> None:
    found = dict(exception_keys())
    # Chosen by a table or by an expression.
    found |= {key: {"name", "error"} for key in services._GATHER_ERRORS.values()}
    found["gather_failed"] = {"name", "error"}
    for key in ("time_repeated", "time_skipped"):
        found[key] = {"time", "time_zone"}
    found |= {f"window_{reason}": {"name"} for reason in supply.REASONS}
    for code, placeholders in refusals.REFUSALS.items():
        found[f"sharing_{code}"] = set(placeholders)
    assert set(found) == set(TEXTS["exceptions"])
    for key, placeholders in found.items():
        used = set(re.findall(r"{(\w+)}", TEXTS["exceptions"][key]["message"]))
        assert used <= placeholders, key


def test_every_issue_has_a_text() -> None:
    keys = {repairs.ISSUE_WORKER, repairs.ISSUE_DISK, repairs.ISSUE_ARCHIVE}
    keys |= {repairs.ISSUE_SHARING, repairs.ISSUE_LEDGER}
    keys |= {repairs.ISSUE_RING, repairs.ISSUE_STORAGE, repairs.ISSUE_HELD}
    keys |= {"source_unavailable", *repairs._SOURCE_KEYS.values()}
    assert keys == set(TEXTS["issues"])
    for key, texts in TEXTS["issues"].items():
        fixable = key in {repairs.ISSUE_WORKER, repairs.ISSUE_LEDGER}
        fixable |= key == repairs.ISSUE_STORAGE
        fixable |= key.startswith("source_")
        assert ("fix_flow" in texts) == fixable
        assert ("description" in texts) != fixable


def steps(*names: str) -> set[str]:
    """Return the step ids that the modules of a flow show."""
    return {
        str(word.value.value)
        for name in names
        for node in ast.walk(ast.parse((ROOT / name).read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        for word in node.keywords
        if word.arg == "step_id" and isinstance(word.value, ast.Constant)
    }


def test_every_step_of_a_flow_has_its_texts() -> None:
    config = TEXTS["config"]
    login = strings("ring_login.py")
    codes = {"login", "code", "code_app", "code_email", "code_sms"}
    assert codes <= login
    setup = steps("config_flow.py") | {"user", "reconfigure"}
    assert setup | codes == set(config["step"])
    ring = TEXTS["config_subentries"][const.SUBENTRY_RING_ACCOUNT]
    assert steps("ring_account_flow.py") | {"user", "keeping"} | codes == set(
        ring["step"]
    )
    assert set(ring["error"]) <= login
    for step in codes:
        assert ring["step"][step] == config["step"][step]
    doorbell = TEXTS["config_subentries"][const.SUBENTRY_DOORBELL]
    forms = {"stream", "entities", "demo"}
    assert steps("doorbell_flow.py") | forms == set(doorbell["step"])
    requester = TEXTS["config_subentries"][const.SUBENTRY_REQUESTER]
    known = steps("requester_flow.py") | {"user", "change"}
    assert known == set(requester["step"])
    assert set(requester["error"]) <= strings("requester_flow.py")
    options = TEXTS["options"]["step"]
    assert steps("options_flow.py") == set(options)
    subentries = (doorbell["step"], requester["step"], ring["step"])
    groups = (config["step"], *subentries, options)
    for step in (step for group in groups for step in group.values()):
        if "data" in step:
            assert set(step["data"]) == set(step.get("data_description", {}))
    assert {"title", "description"} <= set(doorbell["step"]["user"])
    # Every error that a text exists for can happen, and the other way round.
    errors = strings("storage.py") & set(config["error"])
    assert errors | set(ring["error"]) == set(config["error"])
    raised = strings("doorbell_flow.py") | strings("probe.py")
    assert raised >= set(doorbell["error"])


def test_choices_have_texts() -> None:
    assert TEXTS["selector"]["press"]["options"].keys() == {
        const.PRESS_NONE,
        const.PRESS_ENTITY,
        const.PRESS_WEBHOOK,
    }
    assert TEXTS["selector"]["motion"]["options"].keys() == {
        const.MOTION_NONE,
        const.MOTION_ENTITY,
        const.MOTION_DETECT,
    }
    kinds = {kind.value for kind in RequesterKind}
    assert TEXTS["selector"]["requester_kind"]["options"].keys() == kinds
    events = TEXTS["entity"]["event"]["request"]["state_attributes"]["event_type"]
    assert set(event.REQUEST.event_types or ()) == set(events["state"])


def test_units_that_are_words_have_texts() -> None:
    forms = (config_flow.SCHEMA, requester_flow.SCHEMA, options_flow.SCHEMA)
    units = {
        (field.config["translation_key"], field.config["unit_of_measurement"])
        for form in forms
        for field in form.schema.values()
        if isinstance(field, NumberSelector) and "unit_of_measurement" in field.config
    }
    # Symbols are the same in all languages.
    units.discard(("whole_number", "GB"))
    assert units == {
        (key, unit)
        for key, texts in TEXTS["selector"].items()
        for unit in texts.get("unit_of_measurement", {})
    }


def test_system_health_has_texts() -> None:
    assert set(TEXTS["system_health"]["info"]) <= strings("system_health.py")


def test_the_quality_scale_answers_every_rule() -> None:
    rules: Any = load_yaml_dict(str(ROOT / "quality_scale.yaml"))["rules"]
    assert set(rules) == RULES
    for name, rule in rules.items():
        if rule == "done":
            continue
        assert rule["status"] in {"exempt", "todo"}, name
        assert rule["comment"], name


def test_modules_have_one_concern() -> None:
    for module in MODULES:
        lines = len(module.read_text(encoding="utf-8").splitlines())
        assert lines <= 330, f"{module.name} has {lines} lines"


def test_set_up_is_in_the_user_interface_only() -> None:
    assert "config_entry_only_config_schema" in (ROOT / "__init__.py").read_text()
