//! svc_search
