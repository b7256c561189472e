//! What this program consists of, in the order in which it starts.

use kernel::Module;

/// Every module, services first.
pub const MODULES: &[&Module] = &[
    &kernel::MODULE,
    &svc_org::MODULE,
    &svc_files::MODULE,
    &svc_identity::MODULE,
    &svc_audit::MODULE,
    &svc_search::MODULE,
    &svc_notify::MODULE,
    &svc_workflow::MODULE,
    &svc_forms::MODULE,
    &svc_catalogue::MODULE,
    &svc_pdf::MODULE,
    &mod_portal::MODULE,
    &mod_onestop::MODULE,
];
