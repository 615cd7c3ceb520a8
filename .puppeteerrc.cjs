// Browsers come from the platform (test/setup/browsers.mjs), never from a download at install time.
module.exports = { skipDownload: true };
