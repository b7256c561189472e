//! svc_workflow
