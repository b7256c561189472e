// Lists what this browser kept and can show without a connection.
const box = document.querySelector("[data-read-lately]");
const list = async () => {
  const cache = await caches.open("read-1");
  const keys = (await cache.keys()).filter(({ url }) => !/\/assets\/|\/ngoai-tuyen$/.test(url)).reverse();
  for (const key of keys) {
    const page = new DOMParser().parseFromString(await (await cache.match(key)).text(), "text/html");
    const link = document.createElement("a");
    link.href = key.url;
    link.textContent = page.title;
    const line = document.createElement("li");
    line.append(link);
    box.querySelector("ul").append(line);
  }
  box.hidden = !keys.length;
};
if (box && "caches" in window) list().catch(() => {});
const again = document.querySelector("[data-again]");
if (again) again.addEventListener("click", () => location.reload());
addEventListener("online", () => location.reload());
