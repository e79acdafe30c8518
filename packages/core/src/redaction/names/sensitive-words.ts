import {
  FOREIGN_COMPOUNDS,
  FOREIGN_ENDINGS,
  FOREIGN_HARMLESS_NAMES,
  FOREIGN_STRONG_WORDS,
  FOREIGN_WEAK_WORDS,
} from './foreign-words.ts';
import { table, words } from './word-table.ts';

/**
 * The words by which names tell that their value is a secret, and those by which they tell that it is not.
 *
 * Tables only: how they are read stands in `classify-name.ts`. All in lower case, words of a compound joined by a blank.
 */

/** A name with one of these words holds a secret. The rule that its marker names stands before. */
export const STRONG_WORDS: ReadonlyMap<string, string> = new Map([
  ...FOREIGN_STRONG_WORDS,
  ...table({
    password:
      'password passwords passwd passwds passphrase passphrases passcode passcodes pwd pwds userpass dbpass pgpassword pword psw passw psk presharedkey storepass keypass',
    secret: 'secret secrets mnemonic assertion',
    token:
      'token tokens authtoken accesstoken refreshtoken idtoken apitoken bearer jwt jwts jwe oauthtoken usertoken bottoken',
    'api-key': 'apikey apikeys xapikey appkey',
    key: 'privatekey secretkey accesskey signingkey encryptionkey masterkey accountkey sshkey authkey privkey passkey',
    credential: 'credential credentials creds cred',
    code: 'otp totp mfacode pincode pin cvv cvc cvv2',
    'connection-string': 'connectionstring connstring connstr',
    signature: 'sas sastoken',
  }),
]);

/** Two words side by side that make a name sensitive; three where the third tells it from harmless ones. */
export const STRONG_COMPOUNDS: ReadonlyMap<string, string> = new Map([
  ...FOREIGN_COMPOUNDS,
  ...table(
    {
      'api-key': 'api key|api keys|x key|app key|application key|access keys|rapidapi key|functions key',
      key:
        'access key|secret key|secret keys|private key|private keys|signing key|signing secret|encryption key|master key|' +
        'account key|storage key|service key|auth key|client key|license key|licence key|ssh key|deploy key|session key|' +
        'shared key|shared access|admin key|root key|integration key|server key|write key|read key|ingest key|ingestion key|' +
        'insert key|hmac key|webhook key|consumer key|subscription key|crypt key|crypto key|decryption key|wrapping key|' +
        'user key|dsa key|rsa key|ec key|gpg key|pgp key|tls key|ssl key|jwt key|cookie key|host key|recovery key|unseal key|' +
        'service account|sign key|aes key|des key|access id|agent key|bot key|team key|customer key',
      password:
        'pass phrase|pass word|pass code|mot passe|db pass|user pass|smtp pass|admin pass|root pass|mysql pwd|redis auth|rediscli auth|preshared key|wpa key|wifi key',
      secret: 'seed phrase|recovery phrase|backup phrase|shared secret',
      code:
        'auth code|authorization code|verification code|verifier code|device code|recovery code|recovery codes|backup code|' +
        'backup codes|code verifier|one time|mfa code|security code|otp code|pin code|sms code|login code|access code|2fa code|factor code|tfa code|totp code|challenge code|unlock code|activation code|' +
        'pairing code|authenticator code',
      'connection-string': 'connection string|conn string|connection uri|conn str',
      token: 'github pat|gitlab pat|azure pat|devops pat|ado pat|personal access|access pat|api pat',
      session: 'session cookie|session token|auth cookie|auth ticket|remember me',
      assertion: 'saml response|saml assertion|client assertion',
    },
    '|',
  ),
]);

/** A name with one of these words holds a secret if the value looks like one. */
export const WEAK_WORDS: ReadonlyMap<string, string> = new Map([
  ...FOREIGN_WEAK_WORDS,
  ...table({
    authorization: 'auth authorization authentication oauth oauth2 basicauth login',
    session: 'session sessions sid sessionid sess phpsessid jsessionid',
    cookie: 'cookie cookies',
    signature: 'sig signature signatures hmac mac checksumkey',
    key: 'key keys',
    token: 'pat pats ticket nonce csrf xsrf xcsrftoken csrftoken',
    secret: 'salt pepper dsn',
    password: 'pass pw passes',
  }),
]);

/** Ends of words that are written as one: `pgpassword`, `hftoken`, `mysecret`. */
export const STRONG_ENDINGS: readonly (readonly [ending: string, rule: string])[] = [
  ['password', 'password'],
  ['passwd', 'password'],
  ['passphrase', 'password'],
  ['passwort', 'password'],
  ['apikey', 'api-key'],
  ['accesskey', 'key'],
  ['secretkey', 'key'],
  ['privatekey', 'key'],
  ['secret', 'secret'],
  ['token', 'token'],
  ['credential', 'credential'],
  ['connectionstring', 'connection-string'],
  ...FOREIGN_ENDINGS,
];

/** Last words that say that the value only tells something about a secret. */
export const ABOUT_LAST: ReadonlySet<string> = words(
  'age alg algo algorithm algorithms allowed amount arn at attempt attempts audience authority autocomplete available balance ' +
    'bits bucket bucketing budget bytes cap capacity change changed chars class complexity config configured cost count ' +
    'counter counts created credits date days deadline default delimiter description dir directory dirs disabled display doc ' +
    'docs domain duration email enabled encoding endpoint endpoints entropy env environment error errors estimate exists ' +
    'expected expiration expired expires expiry family field fields file filename filenames files filter flow folder footprint ' +
    'for format found from generator group handler header headers help helper hint history host hours id identifier ids index ' +
    'info input instructions invalid issuer issued kid kind label labels last left len length level lifetime limit limits link ' +
    'list loader locale location lookup manager mapping mask max maximum message metadata method methods min minimum minutes ' +
    'mode model module name names note number offset only option optional options order output owner page param parameter path ' +
    'paths pattern per percent permissions placeholder plan policies policy pool port position prefix present price prompt ' +
    'properties property provider providers purpose quota rate rates ratio realm reason ref reference refs regex region regexp ' +
    'remaining renewal required requirement requirements reset resolver role roles rotation rule rules schema scheme schemes scope ' +
    'scopes seconds secs separator server service set setting settings size sizes source sources spec start state stats status ' +
    'step store strategy strength strict style subject suffix supported sum tab table tag tags template text threshold time ' +
    'timeout timestamp title tokenizer tooltip total ttl type types unit units updated uri uris url urls usage used user ' +
    'username users uses valid validation validity validator var variable variables verified verifying version via visible ' +
    'window with without workflow zone ts tsx js jsx mjs cjs py go rb java kt rs php cs cpp json yaml yml md txt log html css lock toml sh sql',
);

/** First words that ask or act on a secret instead of holding it: `hasPassword`, `forgot_password`, `missing_keys`. */
export const ABOUT_FIRST: ReadonlySet<string> = words(
  'allow allows allowed are can change changed check contains count custom delete disable disabled does enable enabled ends expired ' +
    'find forgot forget has have hide ignore include includes invalid is list max maximum min minimum missing must needs no ' +
    'num number of remember remove require required requires reset reveal rotate should show skip store sum supports total ' +
    'unknown update use uses using validate verify wants with without wrong page',
);

/** Anywhere in a name before `token` or `tokens` these say that tokens are counted, or are places in a list. */
export const COUNTED: ReadonlySet<string> = words(
  'audio avg average billed cached cache candidates cancel cancellation completion completions consumed context continuation ' +
    'continue cursor embedding estimated generated generation image input last limit max maximum min model next num output page paging ' +
    'pagination prefill prev previous progress prompt reasoning remaining resume scroll skip special start stop sync ' +
    'tool total usage used watermark delta thinking text query eos bos pad unk mask',
);

/** Words before `key` that make it the name of something else. */
export const HARMLESS_KEYS: ReadonlySet<string> = words(
  'accelerator action answer array attribute board branch cache cluster column composite compound config context count custom ' +
    'dedup dedupe deduplication dict dictionary document down duplicate enter entity enum epic error event extra field file ' +
    'filter first foreign form global group hash header hot i18n idempotency idempotent image index intl issue item job ' +
    'json label language last lang locale lock logical lookup map mapping match message meta metadata missing model modifier natural ' +
    'nav next object option order page param parameter parent partition path physical press preference primary ' +
    'project prop property public publish query queue range record redis registry release repo repository required resource result ' +
    'return right route routing row s3 schema search section selected setting shard short shortcut sort sorting space ' +
    'state status step stream string surrogate tab tag target template test theme thread topic trace translation tree type ' +
    'unique unknown up value variable verification version widget workspace',
);

/** Whole names that are known not to hold secrets, whatever their words; joined without separators. */
export const HARMLESS_NAMES: ReadonlySet<string> = new Set([
  ...FOREIGN_HARMLESS_NAMES,
  ...words(
    'author authors authored authority authorities oldpwd googleapplicationcredentials passthrough bypass secretsanta ' +
      'tokenizer tokenizers tokenization monkey keyboard turkey hockey donkey jockey whiskey sessioncount publickey publickeys ' +
      'withcredentials allowcredentials accesscontrolallowcredentials xatlassiantoken tokenendpoint wwwauthenticate proxyauthenticate ' +
      'authserver authenticated unauthenticated unauthorized authorized signaturemethod signed cookiepolicy cookieconsent ' +
      'cookiesenabled samesite secretmanager secretsmanager secretkeyref secretref secretname configmapkeyref keyid kid jwks ' +
      'jwksuri keyboardinteractive passive passed passing passenger compass tokenbucket xcontenttypeoptions ' +
      'xcsrfprotection keyvault keyring keychain keystore keyspace keywords keyword keyof keyframes keycode keydown keyup keypress ' +
      'proxypass fastcgipass uwsgipass scgipass grpcpass memcachedpass',
  ),
]);

/** Names that are sensitive whatever their last word says; joined without separators. */
export const SENSITIVE_NAMES: ReadonlyMap<string, string> = table({
  'api-key':
    'xapikey xapitoken ocpapimsubscriptionkey xfunctionskey xrapidapikey xgoogapikey ddapikey ddapplicationkey',
  key: 'awsaccesskeyid accesskeyid awsaccesskey clientkeydata sshprivatekey privatekeydata privatekeypem keydata tlskey',
  secret:
    'secretid awssecretaccesskey clientsecretvalue secretvalue secretstring secretbinary vaultsecretid secrettext',
  session: 'sessionid sessid mcpsessionid xsessionid connectsid sessiontoken phpsessid jsessionid aspnetsessionid',
  password:
    'passwordhash hashedpassword passwordvalue passwordplain plainpassword newpassword oldpassword currentpassword',
  token:
    'tokenvalue accesstokenvalue privatetoken jobtoken xgitlabtoken xvaulttoken xauthtoken xaccesstoken xamzsecuritytoken csrfmiddlewaretoken',
  authorization:
    'authorization proxyauthorization xauthorization xforwardedauthorization authorizationheader authheader',
  cookie: 'cookie setcookie xcookie cookieheader setcookieheader',
});

/** Names that are sensitive in the query or fragment of a URL only. */
export const QUERY_NAMES: ReadonlyMap<string, string> = table({
  'url-parameter':
    'code key sig signature hmac auth session sid sessionid ticket assertion pass pw apikey ' +
    'xamzsignature xamzcredential xamzsecuritytoken xgoogsignature xgoogcredential awsaccesskeyid signedtoken ' +
    'samlresponse codeverifier clientassertion st oauthsignature oauthverifier otp magic invite hdnts hdnea verify ' +
    ' wstoken ssotoken accesskey',
});
