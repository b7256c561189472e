//! svc_org
