//! mod_portal
