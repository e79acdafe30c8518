import type { Pack, PackTool } from './pack.ts';
import { toolTable } from './tool-table.ts';

const CONTENT = { returnsContent: true } as const;
const SEEN = { returnsContent: true, verifyWith: 'browser_snapshot' } as const;

const TOOLS: readonly PackTool[] = [
  ...toolTable(
    'read',
    `browser_snapshot browser_take_screenshot|browser_screen_capture browser_console_messages browser_network_requests
    browser_network_request browser_find browser_generate_locator browser_annotate browser_get_config browser_cookie_list
    browser_cookie_get browser_localstorage_list browser_localstorage_get browser_sessionstorage_list
    browser_sessionstorage_get browser_storage_state browser_route_list browser_tab_list browser_verify_element_visible
    browser_verify_text_visible browser_verify_list_visible browser_verify_value`,
    CONTENT,
  ),
  ...toolTable('read', 'browser_wait_for|browser_wait', { ...CONTENT, timeoutMs: 120_000 }),
  // Opening the same page again changes the browser no further; the server itself waits a minute for it.
  ...toolTable('idempotent-write', 'browser_navigate', { ...SEEN, timeoutMs: 90_000 }),
  ...toolTable('idempotent-write', 'browser_install', { timeoutMs: 600_000 }),
  ...toolTable(
    'idempotent-write',
    `browser_resize browser_close browser_hover browser_select_option browser_mouse_move_xy|browser_screen_move_mouse
    browser_emulate_media browser_highlight browser_hide_highlight browser_cookie_set browser_cookie_delete
    browser_cookie_clear browser_localstorage_set browser_localstorage_delete browser_localstorage_clear
    browser_sessionstorage_set browser_sessionstorage_delete browser_sessionstorage_clear browser_set_storage_state
    browser_network_state_set browser_unroute browser_pdf_save|browser_save_as_pdf browser_start_tracing
    browser_stop_tracing browser_tab_select`,
    SEEN,
  ),
  ...toolTable(
    'write',
    `browser_click browser_type browser_fill_form browser_press_key browser_drag browser_drop browser_file_upload
    browser_handle_dialog browser_navigate_back browser_navigate_forward browser_evaluate browser_run_code_unsafe|browser_run_code
    browser_tabs browser_tab_new browser_tab_close browser_mouse_click_xy|browser_screen_click
    browser_mouse_drag_xy|browser_screen_drag browser_screen_type browser_mouse_down browser_mouse_up browser_mouse_wheel
    browser_route browser_resume browser_start_recording browser_stop_recording browser_start_video browser_stop_video
    browser_video_chapter browser_video_show_actions browser_video_hide_actions browser_generate_playwright_test`,
    { ...SEEN, timeoutMs: 60_000 },
  ),
];

/** Playwright: what fails is the browser, the page, or the way an element was named. */
export const PLAYWRIGHT_PACK: Pack = {
  name: 'playwright',
  title: 'Playwright',
  servers: ['playwright'],
  tools: TOOLS,
  rules: [
    {
      when: {
        text: /\bbrowser (?:"[^"\n]{1,60}" )?is not installed\b|\bExecutable doesn't exist at\b|\bChromium distribution '[^'\n]{1,60}' is not found\b/i,
      },
      then: {
        kind: 'configuration',
        code: 'PLAYWRIGHT_BROWSER_MISSING',
        summary: 'The browser that {tool} on {server} needs is not installed.',
        advice:
          'Run "npx playwright install" where {server} runs, call browser_install, or name an installed browser with --browser or --executable-path.',
      },
    },
    {
      when: { text: /\bBrowser is already in use for\b/i },
      then: {
        kind: 'conflict',
        code: 'PLAYWRIGHT_BROWSER_IN_USE',
        summary: '{tool} failed: another browser uses the profile of {server}.',
        advice:
          'Close the other browser of this profile, or start {server} with --isolated or a --user-data-dir of its own.',
      },
    },
    {
      when: { text: /\bMissing X server or \$DISPLAY\b|\bwithout having a XServer running\b/i },
      then: {
        kind: 'configuration',
        code: 'SERVER_NOT_CONFIGURED',
        advice: 'Start {server} with --headless, or under a display.',
      },
    },
    {
      when: {
        text: /\bNo usable sandbox\b|\bRunning as root without --no-sandbox\b|\bFailed to move to new namespace\b/i,
      },
      then: {
        kind: 'configuration',
        code: 'SERVER_NOT_CONFIGURED',
        advice: 'Run {server} as a user who is not root, or start it with --no-sandbox inside a container.',
      },
    },
    {
      when: { text: /\bHost system is missing dependencies\b|\berror while loading shared libraries\b/i },
      then: {
        kind: 'configuration',
        code: 'DEPENDENCY_MISSING',
        advice: 'Run "npx playwright install-deps" where {server} runs.',
      },
    },
    {
      when: {
        text: /\bRef \S{1,40} not found in the current page snapshot\b|\bNo current snapshot available\b|\bStale aria-ref\b/i,
      },
      then: {
        kind: 'not_found',
        code: 'PLAYWRIGHT_REF_OUTDATED',
        summary: 'The element that {tool} on {server} was given is not on the page any more.',
        advice: 'Take a new browser_snapshot and use a ref of it: refs are valid only until the page changes.',
      },
    },
    {
      when: { text: /\bdoes not handle the modal state\b|\brelated modal state present\b/i },
      then: {
        kind: 'conflict',
        code: 'PLAYWRIGHT_DIALOG_OPEN',
        summary: '{tool} on {server} does not fit the state of the page.',
        advice:
          'A dialog or file chooser is open, or none is where one is needed: use browser_handle_dialog or browser_file_upload first.',
      },
    },
    {
      when: { text: /\bstrict mode violation\b/i },
      then: {
        kind: 'validation',
        code: 'PLAYWRIGHT_SELECTOR_AMBIGUOUS',
        summary: 'Several elements fit what {tool} on {server} was given.',
        advice: 'Name one element: several fit; use a ref of browser_snapshot.',
      },
    },
    {
      when: { text: /\bintercepts pointer events\b/i },
      then: {
        kind: 'timeout',
        code: 'PLAYWRIGHT_ELEMENT_COVERED',
        summary: 'Something covers the element of {tool} on {server}.',
        advice:
          'Something lies over the element: close the banner or dialog that browser_snapshot shows, then click again.',
      },
    },
    {
      when: {
        text: /\bTarget (?:page, context or browser|closed|crashed)\b|\b(?:browser|context|page) has been closed\b|\bPage crashed\b|\bBrowser (?:closed|has disconnected)\b/i,
      },
      then: {
        kind: 'connection',
        code: 'PLAYWRIGHT_BROWSER_CLOSED',
        summary: 'The page or browser of {tool} on {server} was closed or crashed.',
        advice: 'Open the page again with browser_navigate; what was typed on it is lost.',
      },
    },
    {
      when: { text: /\bERR_NAME_NOT_RESOLVED\b|\bNS_ERROR_UNKNOWN_HOST\b/ },
      then: {
        kind: 'not_found',
        code: 'ITEM_NOT_FOUND',
        advice: 'Correct the host name in the URL: it does not exist.',
      },
    },
    {
      when: { text: /\bERR_CERT_\w+|\bSEC_ERROR_\w+|\bSSL_ERROR_\w+/ },
      then: {
        kind: 'configuration',
        code: 'TLS_FAILED',
        advice: 'Check the certificate of the page, or start {server} with --ignore-https-errors.',
      },
    },
    {
      when: {
        text: /\bERR_(?:CONNECTION_REFUSED|CONNECTION_RESET|CONNECTION_CLOSED|CONNECTION_TIMED_OUT|ADDRESS_UNREACHABLE|INTERNET_DISCONNECTED|EMPTY_RESPONSE|PROXY_CONNECTION_FAILED|TUNNEL_CONNECTION_FAILED)\b|\bNS_ERROR_CONNECTION_REFUSED\b/,
      },
      then: {
        kind: 'connection',
        code: 'UPSTREAM_UNREACHABLE',
        advice: 'Check that the page is up and can be reached from where {server} runs.',
      },
    },
    {
      when: { text: /\bERR_(?:INVALID_URL|UNKNOWN_URL_SCHEME)\b|\bCannot navigate to invalid URL\b|\bInvalid url\b/ },
      then: { kind: 'validation', code: 'INVALID_ARGUMENTS', advice: 'Pass a whole URL, with https://.' },
    },
    {
      when: {
        text: /\boutside allowed roots\b|\bERR_BLOCKED_BY_CLIENT\b|\bAccess to "?\S{1,60}"? (?:protocol|URL|scheme) is blocked\b|\bBlocked origin\b/i,
      },
      then: {
        kind: 'permission',
        code: 'PERMISSION_DENIED',
        advice: 'Use what the configuration of {server} allows (allowed origins, roots), or change it.',
      },
    },
    {
      when: { text: /\b(?:No dialog visible|No file chooser visible|No open pages available|Tab \d{1,4} not found)\b/ },
      then: {
        kind: 'not_found',
        code: 'ITEM_NOT_FOUND',
        advice: 'Look at the state first with browser_snapshot or browser_tabs.',
      },
    },
    {
      when: { text: /\bTimeout \d{1,8}ms exceeded\b/ },
      then: {
        kind: 'timeout',
        code: 'UPSTREAM_TIMEOUT',
        advice:
          'Take a browser_snapshot: the element or page may be there now; else raise --timeout-action or --timeout-navigation.',
      },
    },
  ],
  disguises: [{ text: /^### (?:Result\n)?Error(?::|\n)/ }, { text: /^### Result\nError: \S/ }],
  advice: [
    { kind: 'connection', advice: 'Open the page again with browser_navigate.' },
    { kind: 'validation', advice: 'Take a browser_snapshot and use its refs.' },
  ],
};
