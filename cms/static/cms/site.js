// Small conveniences; every page works without them.
"use strict";

// The language that a reader chose is remembered for the address without a prefix.
for (const link of document.querySelectorAll("[data-language]")) {
  link.addEventListener("click", () => {
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `django_language=${link.dataset.language}; path=/; max-age=31536000; SameSite=Lax${secure}`;
  });
}

// The menu on narrow screens.
const menuButton = document.querySelector("[data-menu-button]");
if (menuButton) {
  const menu = document.getElementById(menuButton.getAttribute("aria-controls"));
  const setOpen = (open) => {
    menuButton.setAttribute("aria-expanded", String(open));
    menu.toggleAttribute("data-open", open);
  };
  menuButton.addEventListener("click", () => setOpen(menuButton.getAttribute("aria-expanded") !== "true"));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menuButton.getAttribute("aria-expanded") === "true") {
      setOpen(false);
      menuButton.focus();
    }
  });
}

// Share and print.
for (const tools of document.querySelectorAll("[data-tools]")) {
  const share = tools.querySelector("[data-share]");
  const status = tools.querySelector("[data-share-status]");
  const address = document.querySelector("link[rel=canonical]")?.href ?? location.href;
  tools.querySelector("[data-print]").addEventListener("click", () => window.print());
  share.hidden = !navigator.share && !navigator.clipboard;
  share.addEventListener("click", async () => {
    try {
      if (navigator.share) {
        await navigator.share({ title: document.title, url: address });
      } else {
        await navigator.clipboard.writeText(address);
        status.textContent = share.dataset.done;
      }
    } catch {
      // The reader closed the share sheet, or the browser forbids copying: nothing to say.
    }
  });
  tools.hidden = false;
}

// Videos are loaded from their host only when the reader asks for it.
for (const frame of document.querySelectorAll("[data-media]")) {
  frame.querySelector("[data-play]").addEventListener("click", () => {
    frame.replaceChildren(frame.querySelector("template").content.cloneNode(true));
    frame.querySelector("iframe, video")?.focus();
  });
  frame.hidden = false;
}
