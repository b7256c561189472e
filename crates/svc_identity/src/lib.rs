//! svc_identity
