use base::Permission;
use kernel::App;

/// Which role holds which permission, from all modules together.
#[derive(Clone, Debug)]
pub struct Table {
    /// The roles' keys, sorted: the columns.
    pub roles: Vec<&'static str>,
    /// Each permission, by name, with whether each role holds it: the rows.
    pub rows: Vec<(Permission, Vec<bool>)>,
}

/// The table of this program.
pub fn table(app: &App) -> Table {
    let declared = app.roles();
    let roles = crate::roles(app);
    let mut permissions: Vec<Permission> =
        app.modules().iter().flat_map(|m| m.permissions).copied().collect();
    permissions.sort_unstable();
    permissions.dedup();
    let holds = |role: &str, permission: &Permission| {
        declared.iter().any(|declared| declared.key == role && declared.permissions.contains(permission))
    };
    let row =
        |permission: Permission| (permission, roles.iter().map(|role| holds(role, &permission)).collect());
    Table { rows: permissions.into_iter().map(row).collect(), roles }
}

impl Table {
    /// As it is kept under review: tab-separated, `x` where a role holds a permission.
    pub fn text(&self) -> String {
        let mut text = format!("permission\t{}\n", self.roles.join("\t"));
        for (permission, held) in &self.rows {
            let cells: Vec<&str> = held.iter().map(|held| if *held { "x" } else { "" }).collect();
            text.push_str(&format!("{permission}\t{}\n", cells.join("\t")));
        }
        text
    }
}
