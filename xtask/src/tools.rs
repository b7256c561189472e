//! Programs that tests need and a bare machine lacks.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::run::{output, program, run, which};

/// Where things of this project are kept between runs: `SONGCAU_CACHE`, else `~/.cache/songcau`.
pub fn cache() -> Result<PathBuf> {
    if let Some(folder) = std::env::var_os("SONGCAU_CACHE") {
        return Ok(folder.into());
    }
    let home = std::env::var_os("HOME").context("neither SONGCAU_CACHE nor HOME is set")?;
    Ok(Path::new(&home).join(".cache/songcau"))
}

/// Whether this is the administrator, who may install packages and whom PostgreSQL refuses to serve.
pub fn is_root() -> Result<bool> {
    Ok(output(program("id").arg("-u"))?.trim() == "0")
}

/// Installs Debian packages; `what` names in the error what they were wanted for.
pub fn apt_install(what: &str, packages: &[&str]) -> Result<()> {
    let list = packages.join(" ");
    if which("apt-get").is_none() {
        bail!("{what} is missing: install it (on Debian: apt-get install {list})");
    }
    if !is_root()? {
        bail!("{what} is missing: run `sudo apt-get install {list}` and try again");
    }
    let apt = || {
        let mut apt = program("apt-get");
        apt.env("DEBIAN_FRONTEND", "noninteractive").args(["-q", "-o", "DPkg::Lock::Timeout=120"]);
        apt
    };
    // Trying first spares the download of the package lists on a machine that has them; stale lists name files
    // that are gone, hence the second try.
    let install = || run(apt().args(["install", "-y", "--no-install-recommends"]).args(packages));
    if install().is_err() {
        run(apt().arg("update"))?;
        install().with_context(|| format!("{what} could not be installed"))?;
    }
    Ok(())
}

/// The ChromeDriver to test with, installed together with Chromium where missing.
pub fn chromedriver() -> Result<PathBuf> {
    if let Some(path) = std::env::var_os("SONGCAU_TEST_CHROMEDRIVER") {
        return Ok(path.into());
    }
    let found = || which("chromedriver").filter(|_| which("chromium").is_some());
    if found().is_none() {
        apt_install("a browser for tests", &["chromium", "chromium-driver"])?;
    }
    found().context("chromium and chromedriver are still not in PATH after their packages were installed")
}

/// npm, which is needed to build the front end and to get axe-core.
pub fn npm() -> Result<PathBuf> {
    if which("npm").is_none() {
        apt_install("npm", &["nodejs", "npm"])?;
    }
    which("npm").context("npm is still not in PATH after its package was installed")
}

/// The OpenID provider to test signing in with: a Python program with everything it needs, each part in the version named
/// beside it, in a folder of its own.
pub fn openid_provider(root: &Path) -> Result<PathBuf> {
    if let Some(path) = std::env::var_os("SONGCAU_TEST_OPENID") {
        return Ok(path.into());
    }
    let pinned = root.join("xtask/src/openid-provider.txt");
    let text =
        std::fs::read_to_string(&pinned).with_context(|| format!("cannot read {}", pinned.display()))?;
    let folder = cache()?.join("openid-provider");
    let (done, file) = (folder.join("installed.txt"), folder.join("bin/oidc-provider-mock"));
    if file.is_file() && std::fs::read_to_string(&done).is_ok_and(|installed| installed == text) {
        return Ok(file);
    }
    let make = || run(program("python3").args(["-m", "venv", "--clear"]).arg(&folder));
    if which("python3").is_none() || make().is_err() {
        apt_install("Python for the OpenID provider of tests", &["python3", "python3-venv"])?;
        make()?;
    }
    let mut pip = program(folder.join("bin/pip"));
    run(pip.args(["install", "--quiet", "--no-deps", "--disable-pip-version-check", "-r"]).arg(&pinned))
        .context("the OpenID provider of tests could not be installed")?;
    std::fs::write(&done, text)?;
    Ok(file)
}

/// axe-core, as locked by `web/package-lock.json`; `None` while there is no front end.
pub fn axe(root: &Path) -> Result<Option<PathBuf>> {
    of_web(root, "SONGCAU_TEST_AXE", "axe-core/axe.min.js")
}

/// The Nu Html Checker, as locked by `web/package-lock.json`, once there is a Java to run it.
pub fn html_checker(root: &Path) -> Result<Option<PathBuf>> {
    if which("java").is_none() {
        apt_install("Java for the HTML checker of tests", &["default-jre-headless"])?;
    }
    of_web(root, "SONGCAU_TEST_HTML_CHECKER", "vnu-jar/build/dist/vnu.jar")
}

/// A file of a package that `web/package-lock.json` locks, or the one a variable names.
fn of_web(root: &Path, variable: &str, file: &str) -> Result<Option<PathBuf>> {
    if let Some(path) = std::env::var_os(variable) {
        return Ok(Some(path.into()));
    }
    let web = root.join("web");
    let file = web.join("node_modules").join(file);
    if !file.is_file() && web.join("package.json").is_file() {
        crate::assets::install(root)?;
    }
    Ok(file.is_file().then_some(file))
}
