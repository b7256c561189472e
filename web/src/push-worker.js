// Shows messages while no page is open. What arrives is sealed for this browser; it is opened by the browser itself.
self.addEventListener("push", (event) => {
  let notice = {};
  try {
    notice = event.data.json();
  } catch (error) {
    // A browser that shows nothing for a message loses the right to messages, so an unreadable one is shown bare.
  }
  const { title, body, url, lang, tag } = notice;
  event.waitUntil(self.registration.showNotification(title || location.host, {
    body: body || "", lang: lang || "vi", tag, data: { url },
  }));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const { url } = event.notification.data || {};
  event.waitUntil(self.clients.openWindow(url || "/thong-bao"));
});
