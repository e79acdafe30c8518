// Sets the theme before the first paint. It stands in a file of its own, which blocks, because the content security policy
// allows no script in the page, and a module would come too late.
(() => {
  let chosen = 'system';
  try {
    chosen = localStorage.getItem('seawall-theme') ?? 'system';
  } catch {
    // A browser that keeps nothing follows the system.
  }
  const isDark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
})();
