import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { FootageRequest } from "../src/api.js";
import "../src/index.js";
import { suggestion } from "../src/card-config.js";
import { RingWatchCard } from "../src/card.js";
import { RingWatchStrategy } from "../src/strategy.js";
import { FEATURE, isSupported } from "../src/feature.js";
import { aRequest, aShare, FakeHome } from "./support/home.js";
import { buttons, isOff, press, settle, show, textOf } from "./support/page.js";

let home: FakeHome;
const doorbell = { type: "custom:ring-watch-card", mode: "doorbell", doorbell: "dev1" };

beforeEach(() => {
  home = new FakeHome()
    .entity("binary_sensor.waiting", "on", { device_id: "hub", translation_key: "request_waiting" })
    .entity("sensor.links", "0", { device_id: "hub", translation_key: "shares_live" })
    .entity("camera.front", "recording", { device_id: "dev1" })
    .entity("event.front", "unknown", { device_id: "dev1", attributes: { device_class: "doorbell" } })
    .entity("sensor.size", "1", { device_id: "dev1", translation_key: "archive_size" })
    .on("requests/list", () => ({
      requests: [
        aRequest({ request_id: "new", name: "Bob", received: "2026-11-24T12:00:00Z" }),
        aRequest({ request_id: "old" }),
      ],
      cursor: null,
      waiting: 2,
    }))
    .on("requests/decline", () => null)
    .on("shares/list", () => ({ shares: [aShare()] }));
  home.devices["dev1"] = { id: "dev1", name: "Front door" };
});

async function card(config: Record<string, unknown>) {
  const element = document.createElement("ring-watch-card") as RingWatchCard;
  element.setConfig({ type: "custom:ring-watch-card", ...config });
  element.hass = home.hass;
  element.remove();
  return show<RingWatchCard>("ring-watch-card", { hass: home.hass, config: element["config"] });
}

describe("the card", () => {
  test("shows requests and shares", async () => {
    const text = textOf(await card({}));
    for (const said of ["Requests for footage", "Ada", "Bob", "Shared now", "Opened 2 of 5"])
      expect(text).toContain(said);
  });

  test("can do without shares, and with a title of its own or none", async () => {
    const text = textOf(await card({ show_shares: false, title: "Mine" }));
    expect(text).toContain("Mine");
    expect(text).not.toContain("Shared now");
    expect(textOf(await card({ title: "" }))).not.toContain("Requests for footage");
  });

  test("explains itself to who is no administrator", async () => {
    home.admin = false;
    const text = textOf(await card({}));
    expect(text).toContain("decided by the administrators");
    expect(text).not.toContain("Shared now");
  });

  test("shows a doorbell, the first one where none is named", async () => {
    for (const config of [doorbell, { mode: "doorbell" }])
      expect(textOf(await card(config))).toContain("Front door");
  });

  test.each([[{ mode: "x" }], [{ doorbell: 1 }], [{ title: {} }], [{ show_shares: "yes" }]])(
    "refuses the configuration %j with a sentence",
    (config) => {
      const element = document.createElement("ring-watch-card") as RingWatchCard;
      expect(() => element.setConfig({ type: "x", ...config } as never)).toThrow(/ is /);
    },
  );

  test("has a form whose every field has a label", async () => {
    const { schema, computeLabel, assertConfig } = await RingWatchCard.getConfigForm();
    expect(schema.map((field) => computeLabel(field))).toEqual([
      "Shows",
      "Doorbell",
      "Title",
      "Show what is shared",
    ]);
    expect(() => assertConfig({ type: "x", ...RingWatchCard.getStubConfig() })).not.toThrow();
  });

  test("has a form that shows what holds where nothing is configured", async () => {
    const { schema, computeHelper } = await RingWatchCard.getConfigForm();
    // Home Assistant shows no default of a list or of a device.
    for (const [name, usual] of [["mode", "requests"], ["doorbell", "first doorbell"]])
      expect(computeHelper({ name: name! })).toContain(usual);
    expect(schema.find((field) => field.name === "show_shares")?.default).toBe(true);
    expect(textOf(await card({}))).toContain("Requests for footage");
  });
});

describe("in the picker of cards", () => {
  test("a waiting request suggests requests, a camera or a button its doorbell", () => {
    const { hass } = home;
    expect(suggestion(hass, "binary_sensor.waiting")?.config.mode).toBe("requests");
    expect(suggestion(hass, "camera.front")).toEqual({ config: doorbell });
    expect(suggestion(hass, "event.front")).toEqual({ config: doorbell });
  });

  test("other entities suggest nothing", () => {
    home.entity("camera.other", "idle", { device_id: "dev9", platform: "generic" });
    for (const id of ["sensor.size", "camera.other", "light.none"])
      expect(suggestion(home.hass, id)).toBeNull();
  });

  test("card, feature and strategy are offered once", () => {
    expect(window.customCards?.map((one) => one.type)).toEqual(["ring-watch-card"]);
    expect(window.customCardFeatures?.map((one) => one.type)).toEqual([FEATURE]);
    expect(window.customStrategies?.map((one) => one.type)).toEqual(["ring-watch"]);
  });
});

describe("on a tile", () => {
  test("it suits the sensor of waiting requests only", () => {
    expect(isSupported(home.hass, { entity_id: "binary_sensor.waiting" })).toBe(true);
    expect(isSupported(home.hass, { entity_id: "camera.front" })).toBe(false);
    expect(isSupported(home.hass, {})).toBe(false);
  });

  const waits = (...requests: FootageRequest[]) =>
    home.on("requests/list", () => ({ requests, cursor: null, waiting: requests.length }));
  const ada = aRequest({ request_id: "a", name: "Ada" });
  const bob = aRequest({ request_id: "b", name: "Bob" });
  const tile = () => show(FEATURE, { hass: home.hass, context: {} });
  const rest = () => vi.advanceTimersByTimeAsync(1000);

  beforeEach(() => void vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 1 }));
  afterEach(() => void vi.useRealTimers());

  test("the one request that waits is shown, led to in the panel, or declined", async () => {
    waits(ada);
    const element = await tile();
    expect(textOf(element)).toContain("Ada");
    for (const name of ["Review", "Approve", "Decline"])
      expect(buttons(element, name)[0]!.getAttribute("aria-label")).toBe(`${name}: Ada`);
    await press(element, "Review");
    expect(location.pathname).toBe("/ring-watch/requests/a/look");
    // The question is asked below the preview, never here.
    await press(element, "Approve");
    expect(location.pathname).toBe("/ring-watch/requests/a");
    expect(home.called("requests/approve")).toEqual([]);
    await rest();
    await press(element, "Decline");
    expect(home.called("requests/decline")).toEqual([{ request_id: "a" }]);
  });

  test("of several none can be declined: they are looked at", async () => {
    waits(ada, bob);
    const element = await tile();
    for (const name of ["Approve", "Decline"]) expect(buttons(element, name)).toEqual([]);
    await press(element, "Review (2)");
    expect(location.pathname).toBe("/ring-watch/requests");
  });

  test("a tap that was meant for another request declines nothing", async () => {
    waits(ada);
    const element = await tile();
    await rest();
    waits(bob);
    home.step({ type: "withdrawn", request_id: "a" });
    await settle();
    const [decline] = buttons(element, "Decline");
    expect(isOff(decline!)).toBe(true);
    decline!.click();
    await settle();
    expect(home.called("requests/decline")).toEqual([]);
    await rest();
    await press(element, "Decline");
    expect(home.called("requests/decline")).toEqual([{ request_id: "b" }]);
  });
});

describe("the dashboard strategy", () => {
  const cards = async () => {
    const { views } = await RingWatchStrategy.generate({}, home.hass);
    return views.flatMap((view) => view.sections).flatMap((section) => section["cards"] as object[]);
  };

  test("makes a whole dashboard: requests, tiles, each doorbell", async () => {
    const found = await cards();
    expect(found).toContainEqual(doorbell);
    expect(found).toContainEqual({
      type: "custom:ring-watch-card",
      mode: "requests",
      show_shares: true,
    });
    expect(found).toContainEqual({ type: "tile", entity: "event.front" });
    expect(found).toContainEqual({ type: "tile", entity: "sensor.links" });
    expect(found).toContainEqual({
      type: "tile",
      entity: "binary_sensor.waiting",
      features: [{ type: `custom:${FEATURE}` }],
      grid_options: { columns: 12 },
    });
  });

  test("leaves out requests where nobody may decide them", async () => {
    home.admin = false;
    expect(JSON.stringify(await cards())).not.toContain("requests");
  });
});
