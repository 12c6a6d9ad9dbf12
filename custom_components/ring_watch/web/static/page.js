// Takes a link's secret out of its fragment, which browsers never send by themselves.
// Every page works without this; then the secret has to be typed in.
"use strict";

(() => {
  const byId = (id) => document.getElementById(id);
  const secret = () =>
    /^#[A-Za-z0-9_-]{20,200}$/.test(location.hash) ? location.hash.slice(1) : "";

  /** A link that came as a message has %5F for _, which messengers take for Markdown. */
  const unescapeAddress = () => {
    const [path, hash] = [location.pathname, location.hash].map((part) =>
      part.replaceAll("%5F", "_"));
    if (path + hash !== location.pathname + location.hash) {
      history.replaceState(history.state, "", path + location.search + hash);
    }
  };

  /** Fill in the code, so that nobody has to see it. */
  const fillCode = () => {
    const code = byId("code");
    if (!code) return false;
    if (secret()) code.value = secret();
    const known = code.value !== "" && !code.hasAttribute("aria-invalid");
    byId("code-field").hidden = known;
    return known;
  };

  const say = (text) => {
    const line = document.createElement("p");
    line.className = "alert";
    line.textContent = text;
    byId("said").replaceChildren(...(text ? [line] : []));
  };

  const send = (form, body) =>
    fetch(form.getAttribute("action") || location.pathname, {
      method: "POST",
      body,
      credentials: "same-origin",
      cache: "no-store",
    });

  /** Open a share without leaving the page, which would lose the secret. */
  const openShare = (form) => {
    fillCode();
    // It shall not stay in the address bar, the history and what is copied from them.
    if (secret()) history.replaceState(null, "", location.pathname);
    const button = form.querySelector("button");
    const passphrase = byId("passphrase");
    const label = button.textContent;
    let busy = false;

    const open = async () => {
      const asked = !byId("passphrase-field").hidden && passphrase.value !== "";
      const answer = await send(form, new URLSearchParams(new FormData(form)));
      if (answer.ok) {
        location.replace(location.pathname);
        return true;
      }
      if (answer.status === 403) {
        byId("passphrase-field").hidden = false;
        passphrase.required = true;
        const wait = answer.headers.has("Retry-After");
        const { wrong, passphrase: needed, wait: later } = form.dataset;
        say(wait ? later : asked ? wrong : needed);
        passphrase.value = "";
        passphrase.focus();
      } else if (answer.status === 404) {
        say(form.dataset.gone);
        byId("code-field").hidden = false;
      } else {
        say(form.dataset.busy);
      }
      return false;
    };

    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (busy) return;
      busy = true;
      button.setAttribute("aria-disabled", "true");
      button.textContent = form.dataset.loading;
      say("");
      let leaving = false;
      try {
        leaving = await open();
      } catch {
        say(form.dataset.busy);
      }
      if (leaving) return;
      busy = false;
      button.removeAttribute("aria-disabled");
      button.textContent = label;
    });
  };

  /** Show how a request stands as soon as the page is there. */
  const showStatus = (form) => {
    if (fillCode() && secret()) replaceMain(form, new URLSearchParams(new FormData(form)));
  };

  const replaceMain = async (form, body) => {
    let answer;
    try {
      answer = await send(form, body);
    } catch {
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.querySelector("main").replaceWith(page.querySelector("main"));
    start();
  };

  /** Answer on the same address, so that its secret stays where it is. */
  const keepAddress = (form) => {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const body = new URLSearchParams(new FormData(form, event.submitter));
      await replaceMain(form, body);
      const heading = document.querySelector("h1");
      heading.tabIndex = -1;
      heading.focus();
    });
  };

  /** A personal page keeps its secret in the address: people bookmark it. */
  const ask = (form) => {
    fillCode();
    form.setAttribute("action", location.pathname + location.hash);
    const summary = byId("errors");
    if (!summary) return;
    summary.focus();
    for (const link of summary.querySelectorAll("a")) {
      link.addEventListener("click", (event) => {
        // The address shall keep its secret.
        event.preventDefault();
        byId(link.hash.slice(1)).focus();
      });
    }
  };

  /** Stop and say so soon after the clips were taken back or the grant ended. */
  const watch = (clips) => {
    const look = async () => {
      if (document.hidden) return;
      let answer;
      try {
        answer = await fetch(clips.dataset.alive, { method: "HEAD", cache: "no-store" });
      } catch {
        return;
      }
      if (answer.status !== 404) return;
      clearInterval(timer);
      for (const video of clips.querySelectorAll("video")) {
        video.removeAttribute("src");
        video.load();
      }
      clips.querySelectorAll("video, .actions").forEach((part) => part.remove());
      say(byId("said").dataset.gone);
    };
    const timer = setInterval(look, 5000);
    document.addEventListener("visibilitychange", look);
  };

  const start = () => {
    const forms = { open: openShare, status: showStatus, ask };
    for (const [id, prepare] of Object.entries(forms)) {
      const form = byId(id);
      if (form) prepare(form);
    }
    for (const id of ["again", "withdraw"]) {
      const form = byId(id);
      if (form) keepAddress(form);
    }
    // From now on a reload shows how the request stands, and does not ask again.
    const link = byId("status-link");
    if (link) history.replaceState(null, "", link.getAttribute("href"));
    const clips = byId("clips");
    if (clips) watch(clips);
  };

  // Another link of ours was put into the address bar.
  window.addEventListener("hashchange", () => {
    unescapeAddress();
    if (secret()) location.reload();
  });
  unescapeAddress();
  start();
})();
