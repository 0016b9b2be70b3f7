// Comforts only: every page works the same without this file.
(() => {
  "use strict";

  // Text that was typed and not sent is not left by accident.
  for (const form of document.querySelectorAll("form[data-guard]")) {
    const initial = new FormData(form);
    let sending = false;
    const changed = () => [...new FormData(form)].some(([name, value]) => initial.get(name) !== value);
    form.addEventListener("submit", () => {
      sending = true;
    });
    window.addEventListener("beforeunload", (event) => {
      if (!sending && changed()) event.preventDefault();
    });
  }

  // Ctrl+Enter (or Cmd+Enter) in a text sends it.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    if (event.target instanceof HTMLTextAreaElement) event.target.form?.requestSubmit();
  });

  // A password may be looked at.
  for (const field of document.querySelectorAll('input[type="password"]')) {
    const toggle = document.createElement("button");
    toggle.type = "button";
    toggle.className = "button second toggle";
    toggle.textContent = "Show";
    toggle.setAttribute("aria-label", "Show password");
    toggle.setAttribute("aria-controls", field.id);
    toggle.addEventListener("click", () => {
      const show = field.type === "password";
      field.type = show ? "text" : "password";
      toggle.textContent = show ? "Hide" : "Show";
      toggle.setAttribute("aria-label", show ? "Hide password" : "Show password");
    });
    field.form?.addEventListener("submit", () => {
      field.type = "password";
    });
    const row = document.createElement("div");
    row.className = "with-toggle";
    field.before(row);
    row.append(field, toggle);
  }
})();
