//! When things are due. The legal calendar lives here, pure in [`calendar`] and editable in [`holiday`] and [`hours`];
//! the runtime for step definitions joins it with the one-stop module.

mod answer;
pub mod calendar;
pub mod holiday;
pub mod hours;
mod kept;
pub mod policy;
mod subjects;
mod year;

use kernel::{Access, Consumer, MenuItem, MenuPlace, Migration, Module};

pub use answer::{Answer, Fault, Input, answer_due, question, warning_text};
pub use holiday::{load_model_holidays, model_calendar};
pub use kept::{calendar_of, hours_of, province_hours};
pub use year::names::day_name;

/// What this crate brings to the program.
pub static MODULE: Module = Module {
    locale: Some(ui::Locale {
        vi: include_str!("../locales/vi.toml"),
        en: include_str!("../locales/en.toml"),
    }),
    migrations: &[Migration {
        name: "20261122_000400_workflow_holiday",
        sql: include_str!("../migrations/20261122_000400_workflow_holiday.sql"),
    }],
    permissions: policy::PERMISSIONS,
    roles: policy::ROLES,
    routes: Some(|| holiday::routes().merge(hours::routes()).merge(year::routes())),
    menu: &[
        MenuItem {
            place: MenuPlace::Public,
            label: "workflow.menu.year",
            href: "/lich-lam-viec",
            access: Access::Public,
            order: 80,
        },
        MenuItem {
            place: MenuPlace::Work("workflow.menu.group"),
            label: "workflow.menu.holidays",
            href: "/quan-tri/lich",
            access: Access::Needs(policy::CALENDAR_EDIT),
            order: 840,
        },
        MenuItem {
            place: MenuPlace::Work("workflow.menu.group"),
            label: "workflow.menu.hours",
            href: "/quan-tri/gio-lam-viec",
            access: Access::Needs(policy::HOURS_EDIT),
            order: 841,
        },
        MenuItem {
            place: MenuPlace::Begin,
            label: "workflow.holiday.new",
            href: "/quan-tri/lich/them",
            access: Access::Needs(policy::CALENDAR_EDIT),
            order: 840,
        },
    ],
    subjects: subjects::KINDS,
    consumers: &[Consumer { name: "workflow.calendar", start: kernel::snapshot::follow::<kept::Almanac> }],
    start: Some(|app| Box::pin(kernel::snapshot::start::<kept::Almanac>(app))),
    ..Module::new("workflow")
};
