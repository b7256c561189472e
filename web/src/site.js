import "./common.js";

// Pages read lately open without a connection, too. Nothing waits for it.
if ("serviceWorker" in navigator) {
  addEventListener("load", () => navigator.serviceWorker.register("/ngoai-tuyen.js").catch(() => {}));
}
