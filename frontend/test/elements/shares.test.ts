import { beforeEach, describe, expect, test } from "vitest";
import type { Share } from "../../src/api.js";
import "../../src/elements/shares.js";
import { aShare, FakeHome, refusal } from "../support/home.js";
import { buttons, one, press, settle, show, textOf } from "../support/page.js";

let home: FakeHome;
let shares: Share[];

beforeEach(() => {
  shares = [aShare()];
  home = new FakeHome()
    .on("shares/list", () => ({ shares }))
    .on("shares/revoke", () => {
      shares = [];
      return null;
    })
    .on("shares/renew", () => ({ url: "https://home.example/new", reach: "everywhere" }))
    .on("shares/confirm", () => {
      shares = [aShare()];
      return { confirmed: 1 };
    });
});

const list = () => show("ring-watch-shares", { hass: home.hass });

test("a share is shown with its claims, what was sent and when it ends", async () => {
  shares = [aShare({ expires: new Date(Date.now() + 90_000_000).toISOString() })];
  const text = textOf(await list());
  for (const said of ["Ada", "Front door", "Opened 2 of 5 times.", "3 MB sent.", "Ends tomorrow."])
    expect(text).toContain(said);
});

test("a name that was typed is text", async () => {
  shares = [aShare({ name: "<b>\u202eAda" })];
  expect(textOf(await list())).toContain("<b>[U+202E]Ada");
});

test("taking back asks once, on the spot", async () => {
  const element = await list();
  await press(element, "Take back");
  expect(home.called("shares/revoke")).toEqual([]);
  expect(textOf(element)).toContain("this cannot be undone");
  await press(element, "Keep it");
  await press(element, "Take back");
  await press(element, "Take back");
  expect(home.called("shares/revoke")).toEqual([{ share_id: "s1" }]);
  expect(textOf(element)).toContain("Nothing is shared.");
});

test("what cannot be taken back says why", async () => {
  home.on("shares/revoke", () => {
    throw refusal("no_share", "There is no such share, or it has ended.");
  });
  const element = await list();
  await press(element, "Take back");
  await press(element, "Take back");
  expect(textOf(element)).toContain("it has ended.");
});

test("what could not be done is still told when the connection is back", async () => {
  home.on("shares/revoke", () => {
    throw { code: 3, message: "" };
  });
  const element = await list();
  await press(element, "Take back");
  await press(element, "Take back");
  home.reconnect();
  await settle();
  expect(textOf(element)).toContain("look whether that was done");
  home.on("shares/revoke", () => null);
  await press(element, "Take back");
  await press(element, "Take back");
  expect(textOf(element)).not.toContain("connection");
});

test("a suspended share tells what to do, and can be used again", async () => {
  shares = [aShare({ suspended: true })];
  const element = await list();
  expect(textOf(element)).toContain("This link does not work at the moment");
  await press(element, "Use again");
  expect(home.called("shares/confirm")).toEqual([{ share_ids: ["s1"] }]);
  expect(textOf(element)).not.toContain("does not work");
});

test("a new link is asked about first: the one before dies", async () => {
  const element = await list();
  await press(element, "New link");
  expect(home.called("shares/renew")).toEqual([]);
  expect(textOf(element)).toContain("The one before stops working at once.");
  await press(element, "Keep it");
  expect(textOf(element)).not.toContain("stops working");
  await press(element, "New link");
  await press(element, "New link");
  expect(home.called("shares/renew")).toEqual([{ share_id: "s1" }]);
});

describe("the focus", () => {
  const focused = (element: HTMLElement) => element.shadowRoot!.activeElement;

  test("goes to the question, and back to its button with Escape or a no", async () => {
    const element = await list();
    for (const name of ["Take back", "New link"]) {
      for (const leave of [
        () => press(element, "Keep it"),
        async () => {
          const escape = new KeyboardEvent("keydown", { key: "Escape", bubbles: true });
          focused(element)!.dispatchEvent(escape);
          await settle();
        },
      ]) {
        await press(element, name);
        expect(textOf(focused(element)!)).toBe(name);
        await leave();
        expect(focused(element)).toBe(buttons(element, name)[0]);
      }
    }
  });

  test("goes to what came of it", async () => {
    const element = await list();
    await press(element, "New link");
    await press(element, "New link");
    expect(focused(element)!.localName).toBe("ring-watch-link");
    await press(element, "Take back");
    await press(element, "Take back");
    expect(focused(element)!.id).toBe("live");
  });

  test("goes back to the button where it failed", async () => {
    home.on("shares/renew", () => {
      throw refusal("no_share", "There is no such share, or it has ended.");
    });
    const element = await list();
    await press(element, "New link");
    await press(element, "New link");
    expect(focused(element)).toBe(buttons(element, "New link")[0]);
  });
});

test("a new link is told once, and stays while others' shares change", async () => {
  const element = await list();
  await press(element, "New link");
  await press(element, "New link");
  shares = [aShare({ share_id: "s2", name: "Bob" }), ...shares];
  home.step({ type: "shared", share_id: "s2" });
  await settle();
  const link = one(element, "ring-watch-link").shadowRoot!.querySelector("input")!;
  expect(link.value).toBe("https://home.example/new");
});

test("who is no administrator sees none", async () => {
  home.admin = false;
  const element = await list();
  expect(home.calls).toEqual([]);
  expect(textOf(element)).not.toContain("Ada");
});
