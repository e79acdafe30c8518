import { isSensitiveName } from './classify-name.ts';

/**
 * Whether a variable of an environment may be shown. Everything else is hidden: variables are how most servers take their
 * keys, and names such as `ACME` tell nothing.
 */
export function isHarmlessVariable(name: string): boolean {
  const upperName = name.toUpperCase();
  if (HARMLESS.has(upperName)) return true;
  return HARMLESS_NAME.test(upperName) && !isSensitiveName(name);
}

/** Whether a value may be shown whatever the name of its variable is. */
export function isHarmlessVariableValue(value: string): boolean {
  return HARMLESS_VALUE.test(value);
}

const HARMLESS: ReadonlySet<string> = new Set(
  (
    'APPDATA CI COLORTERM COLUMNS COMPUTERNAME COMSPEC CONTAINER DEBUG DISPLAY EDITOR ENVIRONMENT FORCE_COLOR GOOS GOARCH ' +
    'GOPATH GOROOT GOOGLE_APPLICATION_CREDENTIALS HOME HOMEDRIVE HOMEPATH HOST HOSTNAME HTTPS_PROXY HTTP_PROXY JAVA_HOME LANG LANGUAGE ' +
    'LINES LOCALAPPDATA LOGNAME NODE_ENV NODE_OPTIONS NO_COLOR NO_PROXY NVM_DIR OLDPWD OS PAGER PATH PATHEXT PORT ' +
    'PROCESSOR_ARCHITECTURE PROGRAMDATA PROGRAMFILES PWD PYTHONPATH PYTHONUNBUFFERED RUST_BACKTRACE SHELL SHLVL SYSTEMDRIVE ' +
    'SYSTEMROOT TEMP TERM TMP TMPDIR TZ USER USERNAME USERPROFILE VERBOSE VIRTUAL_ENV WINDIR XPC_SERVICE_NAME _'
  ).split(' '),
);

/** Beginnings and endings that say what a variable holds. */
const HARMLESS_NAME =
  /^(?:LC|LOG|XDG|NPM_CONFIG|OTEL_(?:SERVICE|TRACES|METRICS|LOGS)|GIT_AUTHOR|GIT_COMMITTER|ENABLE|DISABLE|USE|MAX|MIN)_|_(?:URL|URI|HOST|HOSTNAME|PORT|REGION|ZONE|ENV|ENVIRONMENT|LEVEL|MODE|TIMEOUT|TIMEOUT_MS|PATH|DIR|DIRECTORY|FILE|VERSION|NAME|USER|USERNAME|EMAIL|DOMAIN|ENDPOINT|BUCKET|DEBUG|ENABLED|DISABLED|LIMIT|SIZE|COUNT|TYPE|FORMAT|LOCALE|LANG|PROXY|ORG|OWNER|REPO|BRANCH|PROJECT|MODEL|PROFILE|SCOPES?|FLAGS?|INTERVAL|RETRIES|FILTER)$/;

/** Switches, small numbers and words for stages and levels. */
const HARMLESS_VALUE =
  /^(?:|-?\d{1,6}(?:\.\d{1,3})?(?:ms|s|m|h|kb|mb|gb)?|true|false|yes|no|on|off|none|null|auto|always|never|default|production|prod|development|develop|dev|staging|stage|test|testing|local|localhost|debug|info|warn|warning|error|trace|verbose|silent|utf-?8|json|text|stdio|sse|http)$/i;
