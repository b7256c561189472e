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
        path: "/assets/app.58863865.css",
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
        path: "/assets/site.3777643c.js",
        content_type: "text/javascript; charset=utf-8",
        bytes: include_bytes!("../../../../web/dist/site.js"),
    },
    Asset {
        name: "work.js",
        path: "/assets/work.19d993fe.js",
        content_type: "text/javascript; charset=utf-8",
        bytes: include_bytes!("../../../../web/dist/work.js"),
    },
    Asset {
        name: "favicon.svg",
        path: "/assets/favicon.09be2c24.svg",
        content_type: "image/svg+xml",
        bytes: include_bytes!("../../../../web/dist/favicon.svg"),
    },
    Asset {
        name: "pictures/tea-hills.svg",
        path: "/assets/pictures/tea-hills.09be2c24.svg",
        content_type: "image/svg+xml",
        bytes: include_bytes!("../../../../web/dist/pictures/tea-hills.svg"),
    },
];
