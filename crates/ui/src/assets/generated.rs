// Written by web/build.mjs; do not edit. `npm run build` in web/ writes it again.
use super::Asset;

pub(super) static ASSETS: &[Asset] = &[
    Asset {
        name: "bevietnampro-400.woff2",
        path: "/assets/bevietnampro-400.7cdf5784.woff2",
        content_type: "font/woff2",
        bytes: include_bytes!("../../../../web/dist/bevietnampro-400.woff2"),
    },
    Asset {
        name: "bevietnampro-600.woff2",
        path: "/assets/bevietnampro-600.383aecd6.woff2",
        content_type: "font/woff2",
        bytes: include_bytes!("../../../../web/dist/bevietnampro-600.woff2"),
    },
    Asset {
        name: "app.css",
        path: "/assets/app.a24b38dd.css",
        content_type: "text/css; charset=utf-8",
        bytes: include_bytes!("../../../../web/dist/app.css"),
    },
    Asset {
        name: "look.js",
        path: "/assets/look.0e21c5a0.js",
        content_type: "text/javascript; charset=utf-8",
        bytes: include_bytes!("../../../../web/dist/look.js"),
    },
    Asset {
        name: "site.js",
        path: "/assets/site.f609e2dd.js",
        content_type: "text/javascript; charset=utf-8",
        bytes: include_bytes!("../../../../web/dist/site.js"),
    },
    Asset {
        name: "work.js",
        path: "/assets/work.ccf4f6dc.js",
        content_type: "text/javascript; charset=utf-8",
        bytes: include_bytes!("../../../../web/dist/work.js"),
    },
    Asset {
        name: "offline.js",
        path: "/assets/offline.61cb0eb9.js",
        content_type: "text/javascript; charset=utf-8",
        bytes: include_bytes!("../../../../web/dist/offline.js"),
    },
    Asset {
        name: "offline-page.js",
        path: "/assets/offline-page.79404bd1.js",
        content_type: "text/javascript; charset=utf-8",
        bytes: include_bytes!("../../../../web/dist/offline-page.js"),
    },
    Asset {
        name: "passkey.js",
        path: "/assets/passkey.59e31302.js",
        content_type: "text/javascript; charset=utf-8",
        bytes: include_bytes!("../../../../web/dist/passkey.js"),
    },
    Asset {
        name: "push.js",
        path: "/assets/push.3dd4e990.js",
        content_type: "text/javascript; charset=utf-8",
        bytes: include_bytes!("../../../../web/dist/push.js"),
    },
    Asset {
        name: "push-worker.js",
        path: "/assets/push-worker.0f2d0608.js",
        content_type: "text/javascript; charset=utf-8",
        bytes: include_bytes!("../../../../web/dist/push-worker.js"),
    },
    Asset {
        name: "read-aloud.js",
        path: "/assets/read-aloud.ee66dd5a.js",
        content_type: "text/javascript; charset=utf-8",
        bytes: include_bytes!("../../../../web/dist/read-aloud.js"),
    },
    Asset {
        name: "upload.js",
        path: "/assets/upload.5d4f3f5b.js",
        content_type: "text/javascript; charset=utf-8",
        bytes: include_bytes!("../../../../web/dist/upload.js"),
    },
    Asset {
        name: "writing.js",
        path: "/assets/writing.baab170c.js",
        content_type: "text/javascript; charset=utf-8",
        bytes: include_bytes!("../../../../web/dist/writing.js"),
    },
    Asset {
        name: "arrange.js",
        path: "/assets/arrange.44798cab.js",
        content_type: "text/javascript; charset=utf-8",
        bytes: include_bytes!("../../../../web/dist/arrange.js"),
    },
    Asset {
        name: "favicon.svg",
        path: "/assets/favicon.09be2c24.svg",
        content_type: "image/svg+xml",
        bytes: include_bytes!("../../../../web/dist/favicon.svg"),
    },
    Asset {
        name: "pictures/forest.svg",
        path: "/assets/pictures/forest.7bbbaebc.svg",
        content_type: "image/svg+xml",
        bytes: include_bytes!("../../../../web/dist/pictures/forest.svg"),
    },
    Asset {
        name: "pictures/lake.svg",
        path: "/assets/pictures/lake.0cebfc64.svg",
        content_type: "image/svg+xml",
        bytes: include_bytes!("../../../../web/dist/pictures/lake.svg"),
    },
    Asset {
        name: "pictures/river.svg",
        path: "/assets/pictures/river.99c16faa.svg",
        content_type: "image/svg+xml",
        bytes: include_bytes!("../../../../web/dist/pictures/river.svg"),
    },
    Asset {
        name: "pictures/service-desk.svg",
        path: "/assets/pictures/service-desk.de4e6b75.svg",
        content_type: "image/svg+xml",
        bytes: include_bytes!("../../../../web/dist/pictures/service-desk.svg"),
    },
    Asset {
        name: "pictures/stilt-house.svg",
        path: "/assets/pictures/stilt-house.9c41d125.svg",
        content_type: "image/svg+xml",
        bytes: include_bytes!("../../../../web/dist/pictures/stilt-house.svg"),
    },
    Asset {
        name: "pictures/tea-hills.svg",
        path: "/assets/pictures/tea-hills.943011d5.svg",
        content_type: "image/svg+xml",
        bytes: include_bytes!("../../../../web/dist/pictures/tea-hills.svg"),
    },
    Asset {
        name: "pictures/tea-leaves.svg",
        path: "/assets/pictures/tea-leaves.7cd9af73.svg",
        content_type: "image/svg+xml",
        bytes: include_bytes!("../../../../web/dist/pictures/tea-leaves.svg"),
    },
    Asset {
        name: "pictures/town.svg",
        path: "/assets/pictures/town.07a55b12.svg",
        content_type: "image/svg+xml",
        bytes: include_bytes!("../../../../web/dist/pictures/town.svg"),
    },
];
