use std::net::TcpStream;

use super::*;

#[test]
fn a_cluster_answers_and_leaves_nothing_behind() {
    let cluster = Cluster::start().unwrap();
    let folder = std::env::temp_dir().join(format!("songcau-postgres-{}", std::process::id()));
    assert!(folder.is_dir());
    TcpStream::connect(("127.0.0.1", cluster.port)).unwrap();
    assert!(cluster.address().ends_with(&format!(":{}/postgres", cluster.port)));

    let port = cluster.port;
    drop(cluster);
    assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
    assert!(!folder.exists());
}
