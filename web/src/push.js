// Switches the messages of this browser on. Whoever has no JavaScript is told without them.
const box = document.querySelector("[data-push]");
const say = (why) => {
  const line = box.querySelector("[role=status]");
  line.textContent = line.dataset[why] || "";
};
const bytes = (text) => {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (c) => c.charCodeAt(0));
};
const begin = async () => {
  if ((await Notification.requestPermission()) !== "granted") return say("denied");
  const worker = await navigator.serviceWorker.register(box.dataset.worker);
  const key = bytes(box.dataset.push);
  const options = { userVisibleOnly: true, applicationServerKey: key };
  let subscription;
  try {
    subscription = await worker.pushManager.subscribe(options);
  } catch (error) {
    // Made under another key of ours: nothing can be sent to it any more.
    const old = await worker.pushManager.getSubscription();
    if (!old) throw error;
    await old.unsubscribe();
    subscription = await worker.pushManager.subscribe(options);
  }
  const { endpoint, keys } = subscription.toJSON();
  const answer = await fetch(box.dataset.send, {
    method: "POST",
    headers: { "X-CSRF-Token": box.dataset.token },
    body: new URLSearchParams({ endpoint, p256dh: keys.p256dh, auth: keys.auth }),
    credentials: "same-origin",
  });
  if (!answer.ok) return say("failed");
  location.reload();
};
if (box) {
  const button = box.querySelector("button");
  if ("serviceWorker" in navigator && "PushManager" in window && "Notification" in window) {
    button.addEventListener("click", () => begin().catch(() => say("failed")));
  } else {
    button.hidden = true;
    say("unsupported");
  }
}
