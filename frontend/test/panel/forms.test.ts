import { describe, expect, test } from "vitest";
import "../../src/elements/box-editor.js";
import "../../src/panel/settings-page.js";
import "../../src/panel/zones-page.js";
import { all, isOff, settle, show, textOf } from "../support/page.js";
import { DOORBELL, button, find, home, until } from "./home.js";

function type(input: HTMLInputElement, value: string, event: string): void {
  input.value = value;
  input.dispatchEvent(new Event(event));
}

describe("privacy zones", () => {
  const ZONE = { x: 0.25, y: 0.25, width: 0.5, height: 0.5 };
  const open = async () => {
    const fake = home({
      "doorbells/list": { time_zone: "UTC", doorbells: [DOORBELL] },
      "zones/get": { zones: [{ doorbell_id: "front", ...ZONE }] },
      "zones/set": null,
      "footage/thumbnails": { thumbnails: [{ time: "2026-11-24T12:00:00Z", jpeg: "AAAA" }] },
    });
    const page = await show("ring-watch-page-zones", { hass: fake.hass });
    await until(() => find(page, "fieldset"));
    return { page, fake };
  };

  test("are changed by numbers, and made to fit", async () => {
    const { page, fake } = await open();
    type(all<HTMLInputElement>(page, "fieldset input")[0]!, "80", "change");
    await until(() => textOf(page).includes("Not saved yet"));
    button(page, "Save").click();
    const fields = await until(() => fake.called("zones/set")[0]);
    expect(fields).toEqual({ doorbell_id: "front", zones: [{ ...ZONE, x: 0.5 }] });
    await until(() => textOf(page).includes("have to be prepared again"));
  });

  test("are added, moved by the arrow keys and removed", async () => {
    const { page } = await open();
    button(page, "Add a zone").click();
    await until(() => all(page, "fieldset").length === 2);
    const box = all(page, "button.box")[1]!;
    box.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowLeft", cancelable: true }));
    await until(() => all<HTMLInputElement>(page, "fieldset input")[4]!.value === "33");
    button(page, "Remove covered area 1").click();
    await until(() => all(page, "fieldset").length === 1);
    button(page, "Undo changes").click();
    await until(() => all<HTMLInputElement>(page, "fieldset input")[0]!.value === "25");
  });

  test("that are not saved yet outlast a lost connection", async () => {
    const { page, fake } = await open();
    button(page, "Add a zone").click();
    await until(() => all(page, "fieldset").length === 2);
    fake.reconnect();
    await until(() => fake.called("doorbells/list").length === 2);
    await settle();
    expect(all(page, "fieldset")).toHaveLength(2);
  });

  test("are drawn on a picture of the last hour where the camera shows none", async () => {
    const { page } = await open();
    const picture = await until(() => find<HTMLImageElement>(page, ".picture img"));
    expect(picture.getAttribute("src")).toBe("data:image/jpeg;base64,AAAA");
  });
});

describe("settings", () => {
  const SETTINGS = {
    entry_id: "e1",
    storage: "/share/ring_watch",
    retention_days: 7,
    retention_gb: 50,
    options: { share_days: 7, door_page: false },
    limits: {
      share_days: { kind: "number", min: 1, max: 30, unit: "days" },
      door_page: { kind: "boolean" },
    },
    phones: 2,
    links: { reach: "everywhere", door: "https://home.example/ring_watch/door", refusal: null },
    door_code_path: "/api/ring_watch/door_code",
  };
  const open = async (set: unknown = null, change: object = {}) => {
    const fake = home({ "settings/get": { ...SETTINGS, ...change }, "settings/set": set });
    fake.localize = (key) => (key.includes(".options.") ? key.split(".init.")[1]! : "");
    const page = await show("ring-watch-page-settings", { hass: fake.hass });
    await until(() => find(page, "form"));
    return { page, fake };
  };

  test("have the words of the integration's own form", async () => {
    const { page } = await open();
    expect(textOf(page)).toContain("data.share_days");
    expect(textOf(page)).toContain("data_description.door_page");
    expect(textOf(page)).toContain("/share/ring_watch");
    expect(isOff(button(page, "Save"))).toBe(true);
  });

  test("have English words as long as there are no others", async () => {
    const fake = home({ "settings/get": SETTINGS });
    const { hass } = fake;
    const lost = () => Promise.reject(new Error("lost"));
    const page = await show("ring-watch-page-settings", {
      hass: { ...hass, loadBackendTranslation: lost },
    });
    await until(() => find(page, "form"));
    expect(textOf(page)).toContain("Links work for");
    expect(textOf(page)).toContain("Rules for asking and sharing");
  });

  test("lead to the page for strangers only while there is one", async () => {
    const off = await open();
    expect(textOf(off.page)).not.toContain("/ring_watch/door");
    const { page } = await open(null, { options: { share_days: 7, door_page: true } });
    const link = all<HTMLAnchorElement>(page, "a").find((one) => one.target === "_blank")!;
    expect(link.href).toBe("https://home.example/ring_watch/door");
    expect(button(page, "Code for the door")).toBeTruthy();
  });

  test("say what to set where no link can be made", async () => {
    const refusal = { code: "no_external_url", message: "Set an address under Settings." };
    const links = { reach: null, door: null, refusal };
    const { page } = await open(null, { links, options: { share_days: 7, door_page: true } });
    expect(textOf(page)).toContain("Set an address under Settings.");
    expect(textOf(page)).not.toContain("Code for the door");
  });

  test("are saved together", async () => {
    const { page, fake } = await open();
    type(find<HTMLInputElement>(page, "[name=share_days]")!, "14", "input");
    const box = find<HTMLInputElement>(page, "[name=door_page]")!;
    box.checked = true;
    box.dispatchEvent(new Event("change"));
    find(page, "form")!.dispatchEvent(new Event("submit", { cancelable: true }));
    const fields = await until(() => fake.called("settings/set")[0]);
    expect(fields).toEqual({ options: { share_days: 14, door_page: true } });
    await until(() => textOf(page).includes("Saved."));
  });

  test.each(["0", "31", "2.5", ""])("say at the field what is wrong with %j", async (value) => {
    const { page, fake } = await open();
    type(find<HTMLInputElement>(page, "[name=share_days]")!, value, "input");
    await until(() => textOf(page).includes("Enter a whole number from 1 to 30."));
    find(page, "form")!.dispatchEvent(new Event("submit", { cancelable: true }));
    expect(fake.called("settings/set").length).toBe(0);
  });

  test("that are refused stay as they were typed", async () => {
    const { page } = await open(new Error("The disk is full."));
    type(find<HTMLInputElement>(page, "[name=share_days]")!, "14", "input");
    find(page, "form")!.dispatchEvent(new Event("submit", { cancelable: true }));
    await until(() => textOf(page).includes("The disk is full."));
    expect(find<HTMLInputElement>(page, "[name=share_days]")!.value).toBe("14");
  });
});
