//! `/dev/components`: every component in every state, for those who build screens and for the accessibility tests.

use askama::Template;

use crate::{
    Choice, Facet, FacetOption, Flash, FlashKind, FormState, ICONS, Page, Pager, Stat, Step, StepState,
    TimelineEvent, TreeNode,
};

/// The page of all components in the public frame.
#[derive(Debug, Template)]
#[template(path = "gallery.html")]
pub struct GalleryPage {
    page: Page,
    clean: FormState,
    wrong: FormState,
    choices: Vec<Choice>,
    pager: Pager,
    facets: Vec<Facet>,
    steps: Vec<Step>,
    events: Vec<TimelineEvent>,
    stats: Vec<Stat>,
    tree: Vec<TreeNode>,
    icons: Vec<&'static str>,
    /// Names of the pictures in `web/src/pictures`.
    pictures: Vec<&'static str>,
}

/// The tiles, the list and the keyboard of a work screen in the work frame.
#[derive(Debug, Template)]
#[template(path = "gallery_work.html")]
pub struct WorkGalleryPage {
    page: Page,
    rows: Vec<WorkRow>,
    pager: Pager,
    tiles: [(&'static str, u64, &'static str); 4],
}

#[derive(Debug)]
struct WorkRow {
    number: &'static str,
    procedure: &'static str,
    done: u64,
    total: u64,
    state: &'static str,
    words: &'static str,
    note: &'static str,
}

impl GalleryPage {
    /// The gallery in the frame of the current request.
    pub fn new(mut page: Page) -> Self {
        page.title = page.t("ui.gallery.title").to_owned();
        page.noindex = true;
        page.flash = Some(Flash { kind: FlashKind::Success, text: page.t("ui.gallery.flash").to_owned() });
        let t = |key: &'static str| page.t(key).to_owned();
        let choices = vec![
            Choice::new("province", t("ui.gallery.province")).hint(t("ui.gallery.province_hint")),
            Choice::new("commune", t("ui.gallery.commune")),
            Choice::new("other", t("ui.gallery.other")),
        ];
        let clean = FormState::default().with("a_name", t("ui.gallery.person")).with("a_level", "commune");
        let mut wrong = FormState::default().with("b_mail", "hanh@").with("b_level", "other");
        wrong.reject("b_name", "ui.gallery.wrong_name");
        wrong.reject("b_mail", "ui.gallery.wrong_mail");
        wrong.reject("b_date", "ui.gallery.wrong_date");
        wrong.reject("b_level", "ui.gallery.wrong_level");
        wrong.reject("b_where", "ui.gallery.wrong_level");
        wrong.reject("b_text", "ui.gallery.wrong_text");
        let option = |label: &'static str, count, current| FacetOption {
            label: t(label),
            href: "?level=1".to_owned(),
            count,
            current,
        };
        let facets = vec![Facet {
            name: "level".to_owned(),
            label: t("ui.gallery.level"),
            options: vec![
                option("ui.gallery.province", 2_341, false),
                option("ui.gallery.commune", 412, true),
                option("ui.gallery.other", 1_036, false),
            ],
        }];
        let step =
            |label: &'static str, note: &'static str, state| Step { label: t(label), note: t(note), state };
        let steps = vec![
            step("ui.gallery.step_1", "ui.gallery.step_1_note", StepState::Done),
            step("ui.gallery.step_2", "ui.gallery.step_2_note", StepState::Now),
            step("ui.gallery.step_3", "ui.gallery.step_3_note", StepState::Later),
        ];
        let event = |datetime: &str, when: &str, what: &'static str, who: &'static str| TimelineEvent {
            when: when.to_owned(),
            datetime: datetime.to_owned(),
            what: t(what),
            who: t(who),
        };
        let events = vec![
            event("2026-11-20T16:40+07:00", "20/11/2026, 16:40", "ui.gallery.event_2", "ui.gallery.person"),
            event("2026-11-19T09:05+07:00", "19/11/2026, 09:05", "ui.gallery.event_1", "ui.gallery.place"),
        ];
        let stat = |value: String, label: &'static str, href: &str| Stat {
            value,
            label: t(label),
            href: href.to_owned(),
        };
        let stats = vec![
            stat(page.number(3_789), "ui.gallery.stat_1", "/thu-tuc"),
            stat(page.number(92), "ui.gallery.stat_2", "/don-vi"),
            stat(page.number(22), "ui.gallery.stat_3", ""),
        ];
        let leaf =
            |label: &'static str| TreeNode { label: t(label), href: "#".to_owned(), ..TreeNode::default() };
        let tree = vec![TreeNode {
            open: true,
            note: t("ui.gallery.tree_note"),
            children: vec![
                TreeNode { children: vec![leaf("ui.gallery.place")], ..leaf("ui.gallery.tree_branch") },
                leaf("ui.gallery.other"),
            ],
            ..leaf("ui.gallery.tree_root")
        }];
        Self {
            clean,
            wrong,
            choices,
            pager: Pager::new(4, 20, 3_789, "/dev/components", &[]),
            facets,
            steps,
            events,
            stats,
            tree,
            icons: ICONS.iter().map(|(name, _)| *name).collect(),
            pictures: crate::assets::all()
                .iter()
                .map(|asset| asset.name)
                .filter(|name| name.starts_with("pictures/"))
                .collect(),
            page,
        }
    }
}

impl WorkGalleryPage {
    /// A sample desk in the frame of the current request.
    pub fn new(mut page: Page) -> Self {
        page.title = page.t("ui.gallery.desk").to_owned();
        page.noindex = true;
        let row = |number, done, total, state, words, note| WorkRow {
            number,
            procedure: "ui.gallery.procedure",
            done,
            total,
            state,
            words,
            note,
        };
        let rows = vec![
            row("H55.242-261112-0031", 2, 4, "late", "ui.gallery.late", "ui.gallery.late_note"),
            row("H55.242-261119-0007", 3, 4, "soon", "ui.gallery.soon", "ui.gallery.soon_note"),
            row("H55.242-261118-0112", 1, 4, "paused", "ui.gallery.paused", "ui.gallery.paused_note"),
            row("H55.242-261120-0054", 2, 5, "ok", "ui.gallery.ok", "ui.gallery.ok_note"),
        ];
        let tiles = [
            ("late", 2, "ui.gallery.tile_late"),
            ("soon", 5, "ui.gallery.tile_soon"),
            ("ok", 13, "ui.gallery.tile_ok"),
            ("paused", 3, "ui.gallery.tile_paused"),
        ];
        Self { rows, pager: Pager::new(1, 4, 23, "/dev/components/work", &[]), tiles, page }
    }
}
