// Without a connection: pages read lately open as they were, any other address answers with a page that names the agency's
// telephone and address. With a connection every page is asked for anew. What says `no-store` is never kept, so nothing of
// anybody who has signed in. It does not take over pages opened before it, nor the worker that shows messages.
const READ = "read-1";
const KEPT = 30;
const OFFLINE = /\/ngoai-tuyen$/;

/** The page to show instead of one that cannot be reached: that of its site, in its language. */
const instead = (path) => {
  const [, en = "", site = ""] = path.match(/^(\/en)?(\/s\/[^/]+)?(?:\/|$)/) || [];
  return `${en}${site}/ngoai-tuyen`;
};
const may = (response) => response.ok && response.type === "basic" && !response.redirected
  && !/no-store|private/.test(response.headers.get("cache-control") || "");
const find = (request) => caches.match(request, { ignoreVary: true });

const keep = async (request, response) => {
  const cache = await caches.open(READ);
  await cache.put(request, response);
  // The longest unread go first; the pages for when there is no connection stay.
  const pages = (await cache.keys()).filter(({ url }) => !/\/assets\//.test(url) && !OFFLINE.test(url));
  await Promise.all(pages.slice(0, -KEPT).map((old) => cache.delete(old)));
};

/** Keeps the page shown instead, with what it is made of. */
const prepare = async (path) => {
  if (await find(path)) return;
  const response = await fetch(path, { credentials: "omit" });
  if (!may(response)) return;
  const parts = (await response.clone().text()).match(/\/assets\/[^"]+/g) || [];
  const cache = await caches.open(READ);
  await cache.put(path, response);
  await cache.addAll([...new Set(parts)]);
};

self.addEventListener("install", (event) => event.waitUntil(prepare("/ngoai-tuyen")));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (pathname.startsWith("/assets/")) {
    event.respondWith(find(request).then((kept) => kept || fetch(request)));
  } else if (request.mode === "navigate") {
    event.respondWith(fetch(request).then((response) => {
      if (may(response)) {
        event.waitUntil(keep(request, response.clone()).then(() => prepare(instead(pathname))).catch(() => {}));
      }
      return response;
    }, async () => (await find(request)) || (await find(instead(pathname))) || (await find("/ngoai-tuyen")) || Response.error()));
  }
});
