/**
 * The formats by which credentials of vendors are known.
 *
 * A table only: how it is read stands in `text/vendor-tokens.ts`. A row says: the name that markers show, the beginnings,
 * the characters that may follow, and how many must. A format whose beginning could also begin an ordinary word asks for
 * characters without a reading behind it (`mixed`).
 */
export interface VendorFormat {
  readonly name: string;
  readonly prefixes: readonly string[];
  readonly tail: TailKind;
  readonly minTail: number;
  /** Whether what follows has to look random. */
  readonly isMixed: boolean;
}

/** Which characters may follow a beginning. */
export type TailKind =
  /** A-Z a-z 0-9 */
  | 'alnum'
  /** and _ */
  | 'word'
  /** and - */
  | 'url'
  /** and . = */
  | 'dotted'
  /** A-Z a-z 0-9 + / = _ - . ~ % | */
  | 'base64'
  | 'hex'
  /** A-Z 0-9 */
  | 'upper'
  /** as base64, and , */
  | 'hash';

type Row = readonly [name: string, prefixes: string, tail: TailKind, minTail: number, mixed?: 'mixed'];

const ROWS: readonly Row[] = [
  // Clouds
  ['aws', 'AKIA ASIA ABIA ACCA', 'upper', 16],
  ['aws', 'AKIA ASIA ABIA ACCA A3T', 'upper', 12, 'mixed'],
  ['aws', 'ABSK bedrock-api-key-', 'base64', 40],
  ['aws', 'amzn.mws. amzn1.oa2-cs.v1.', 'url', 20],
  ['aws', 'Atza| Atzr| Atna| Atnr|', 'base64', 20],
  ['google', 'AIza', 'url', 30],
  ['google', 'ya29. ya29.a0 ya29.c. 1//0', 'dotted', 16],
  ['google', 'GOCSPX-', 'url', 20],
  ['google', 'AQ.Ab 4/0A', 'url', 20, 'mixed'],
  ['digitalocean', 'dop_v1_ doo_v1_ dor_v1_', 'word', 20],
  ['digitalocean', 'DO00', 'upper', 14, 'mixed'],
  ['alibaba', 'LTAI', 'alnum', 12, 'mixed'],
  ['tencent', 'AKID', 'alnum', 13, 'mixed'],
  ['volcengine', 'AKLT', 'base64', 20, 'mixed'],
  ['baidu', 'bce-v3/ALTAK-', 'base64', 20],
  ['yandex', 'AQVN t1.9 y0_A y1_A y2_A y3_A YC', 'dotted', 36, 'mixed'],
  ['cloudflare', 'cfut_ cfat_ cfk_', 'word', 30, 'mixed'],
  ['cloudflare', 'v1.0-', 'url', 60, 'mixed'],
  ['heroku', 'HRKU-', 'url', 20],
  ['vercel', 'vcp_ vci_ vca_ vcr_ vck_ vercel_blob_rw_', 'word', 20, 'mixed'],
  ['netlify', 'nfp_ nfc_ nfo_ nfu_ nfb_', 'word', 30],
  ['fly', 'fm1r_ fm1a_ fm2_ fo1_', 'base64', 20, 'mixed'],
  ['render', 'rnd_', 'word', 20, 'mixed'],
  ['scaleway', 'SCW', 'upper', 17, 'mixed'],
  ['upcloud', 'ucat_', 'word', 20],
  ['exoscale', 'EXO', 'alnum', 20, 'mixed'],
  // Code and its delivery
  ['github', 'ghp_ gho_ ghu_ ghs_ ghr_ github_pat_', 'word', 16],
  ['github', 'v1.', 'hex', 40],
  [
    'gitlab',
    'glpat- gldt- glrt- glrtr- glcbt- glptt- glft- glimt- glagent- gloas- glsoat- glffct- glwt-',
    'dotted',
    12,
  ],
  ['gitlab', 'GR1348941', 'url', 16],
  ['bitbucket', 'ATBB ATCTT3', 'dotted', 16],
  ['atlassian', 'ATATT3 ATSTT3 ATCTT ATATT', 'dotted', 20],
  ['trello', 'ATTA', 'alnum', 32, 'mixed'],
  ['npm', 'npm_', 'alnum', 24, 'mixed'],
  ['pypi', 'pypi-Ag pypi-', 'url', 40],
  ['rubygems', 'rubygems_', 'hex', 32],
  ['crates', 'cio', 'alnum', 30, 'mixed'],
  ['nuget', 'oy2', 'alnum', 40, 'mixed'],
  ['clojars', 'CLOJARS_', 'alnum', 30],
  ['docker', 'dckr_pat_ dckr_oat_', 'url', 16],
  ['jfrog', 'AKCp cmVmdGtu', 'alnum', 40],
  [
    'buildkite',
    'bkaa_ bkjat_ bkaj_ bkar_ bkua_ bkur_ bktx_ bkcqt_ bkct_ bkpt_ bkrt_ bktr_ bkat_ bkpat_ bkps_',
    'dotted',
    20,
    'mixed',
  ],
  ['circleci', 'CCIPAT_ CCIPRJ_', 'word', 20],
  ['sonar', 'sqp_ sqa_ squ_', 'hex', 32],
  ['snyk', 'snyk_uat. snyk_sat.', 'dotted', 16],
  ['sourcegraph', 'sgp_ slk_ sgd_', 'word', 32, 'mixed'],
  ['socket', 'sktsec_', 'url', 16],
  ['doppler', 'dp.pt. dp.st. dp.ct. dp.sa. dp.scim. dp.audit. dp.said.', 'dotted', 16],
  ['vault', 'hvs. hvb. hvr.', 'url', 16],
  ['vault', 's. b.', 'alnum', 24, 'mixed'],
  ['pulumi', 'pul-', 'hex', 32],
  ['infracost', 'ico-', 'alnum', 24, 'mixed'],
  ['1password', 'ops_eyJ', 'base64', 40],
  ['1password', 'A3-', 'url', 30, 'mixed'],
  ['tailscale', 'tskey-', 'url', 16],
  ['openshift', 'sha256~', 'url', 30],
  ['harness', 'pat. sat.', 'dotted', 40, 'mixed'],
  ['octopus', 'API-', 'upper', 24, 'mixed'],
  ['postman', 'PMAK-', 'url', 24],
  ['age', 'AGE-SECRET-KEY-1 AGE-SECRET-KEY-PQ-1', 'upper', 20],
  ['retool', 'retool_', 'word', 20, 'mixed'],
  // Models
  ['openai', 'sk-proj- sk-svcacct- sk-admin- sk-None- sess-', 'url', 16, 'mixed'],
  ['anthropic', 'sk-ant-', 'url', 12],
  ['openrouter', 'sk-or-', 'url', 16],
  ['langfuse', 'sk-lf- pk-lf-', 'url', 16],
  ['langsmith', 'lsv2_pt_ lsv2_sk_ ls__', 'word', 20],
  ['context7', 'ctx7sk-', 'url', 12],
  ['tavily', 'tvly-', 'url', 12],
  ['perplexity', 'pplx-', 'url', 16],
  ['groq', 'gsk_', 'alnum', 20],
  ['xai', 'xai-', 'alnum', 20, 'mixed'],
  ['replicate', 'r8_', 'alnum', 20],
  ['huggingface', 'hf_ api_org_', 'alnum', 20, 'mixed'],
  ['together', 'tgp_v1_', 'url', 16],
  ['fireworks', 'fw_', 'alnum', 20, 'mixed'],
  ['cerebras', 'csk-', 'alnum', 20, 'mixed'],
  ['nvidia', 'nvapi-', 'url', 20],
  ['jina', 'jina_', 'word', 30, 'mixed'],
  ['voyage', 'pa- al-', 'url', 30, 'mixed'],
  ['pinecone', 'pcsk_', 'word', 20],
  ['llamaindex', 'llx-', 'url', 20, 'mixed'],
  ['firecrawl', 'fc-', 'alnum', 20, 'mixed'],
  ['brave', 'BSA', 'url', 20, 'mixed'],
  ['apify', 'apify_api_ apify_proxy_', 'alnum', 16],
  ['browserbase', 'bb_live_ bb_test_', 'url', 16],
  ['e2b', 'e2b_', 'hex', 24],
  ['mem0', 'm0-', 'alnum', 20, 'mixed'],
  ['wandb', 'wandb_v1_', 'word', 20],
  ['you', 'ydc-sk-', 'url', 16],
  ['cursor', 'crsr_', 'alnum', 20, 'mixed'],
  ['dify', 'app- dataset-', 'alnum', 22, 'mixed'],
  ['coze', 'pat_ cztei_', 'alnum', 30, 'mixed'],
  ['anyscale', 'esecret_', 'word', 20, 'mixed'],
  ['modal', 'ak- as-', 'alnum', 20, 'mixed'],
  // Chat and mail
  ['slack', 'xoxb- xoxp- xoxa- xoxr- xoxs- xoxo- xoxc- xoxd- xoxe- xoxe. xapp- xwfp-', 'base64', 10],
  ['discord', 'mfa.', 'url', 20],
  ['sendgrid', 'SG.', 'dotted', 20],
  ['mailgun', 'key-', 'hex', 28],
  ['mailgun', 'pubkey-', 'hex', 28],
  ['brevo', 'xkeysib- xsmtpsib-', 'url', 20],
  ['resend', 're_', 'word', 20, 'mixed'],
  ['mailersend', 'mlsn.', 'alnum', 20],
  ['intercom', 'dG9rO', 'base64', 20],
  ['twilio', 'SK', 'hex', 32],
  ['telnyx', 'KEY0', 'word', 30, 'mixed'],
  // Work
  ['notion', 'ntn_', 'alnum', 20],
  ['notion', 'secret_', 'alnum', 30, 'mixed'],
  ['linear', 'lin_api_ lin_oauth_ lin_wh_', 'alnum', 16],
  ['figma', 'figd_ figo_ figoh_ figu_ figor_ figuh_ figur_', 'url', 20],
  ['airtable', 'pat', 'dotted', 70, 'mixed'],
  ['clickup', 'pk_', 'word', 30, 'mixed'],
  ['hubspot', 'pat-na1- pat-na2- pat-eu1- pat-ap1-', 'url', 20],
  ['typeform', 'tfp_', 'url', 30],
  ['contentful', 'CFPAT-', 'url', 20],
  ['readme', 'rdme_', 'alnum', 30],
  ['frameio', 'fio-u-', 'url', 30],
  ['dropbox', 'sl. sl.u. sl.B', 'url', 60, 'mixed'],
  ['n8n', 'n8n_api_', 'word', 20],
  ['webflow', 'ws-', 'hex', 40],
  // Payment and shops
  ['stripe', 'sk_live_ sk_test_ rk_live_ rk_test_ pk_live_ pk_test_ sk_org_live_ sk_org_test_ whsec_', 'base64', 10],
  ['shopify', 'shpat_ shpca_ shppa_ shpss_ shpua_ shptka_ atkn_', 'word', 20],
  ['square', 'sq0atp- sq0csp-', 'url', 20],
  ['square', 'EAAA', 'url', 56, 'mixed'],
  ['facebook', 'EAA EAAC EAAG', 'alnum', 60, 'mixed'],
  ['paypal', 'access_token$production$ access_token$sandbox$', 'alnum', 16],
  ['plaid', 'access-sandbox- access-production- access-development- public-sandbox-', 'url', 24],
  ['adyen', 'AQE', 'base64', 40, 'mixed'],
  ['razorpay', 'rzp_live_ rzp_test_', 'alnum', 12],
  ['flutterwave', 'FLWSECK- FLWSECK_TEST- FLWPUBK-', 'url', 20],
  ['mercadopago', 'APP_USR- TEST-', 'url', 40, 'mixed'],
  ['mollie', 'live_ test_', 'alnum', 28, 'mixed'],
  ['paddle', 'pdl_live_apikey_ pdl_sdbx_apikey_ pdl_ntfset_', 'word', 20],
  ['easypost', 'EZAK EZTK', 'alnum', 50],
  ['shippo', 'shippo_live_ shippo_test_', 'word', 20],
  ['duffel', 'duffel_live_ duffel_test_', 'url', 20],
  ['lob', 'live_pub_ test_pub_', 'word', 20, 'mixed'],
  // Data
  ['databricks', 'dapi dkea dose dsapi', 'hex', 30],
  ['planetscale', 'pscale_tkn_ pscale_pw_ pscale_oauth_', 'dotted', 20],
  ['neon', 'napi_ npg_', 'word', 10, 'mixed'],
  ['supabase', 'sbp_ sb_secret_ sb_publishable_ sbp_oauth_', 'url', 16],
  ['mongodb', 'mdb_sa_sk_', 'url', 20],
  ['aiven', 'AVNS_', 'url', 14, 'mixed'],
  ['cockroach', 'CCDB1_', 'word', 20],
  ['confluent', 'cflt', 'base64', 40, 'mixed'],
  ['elastic', 'essu_', 'base64', 20],
  ['prefect', 'pnu_ pnb_', 'alnum', 24],
  ['dbt', 'dbtc_ dbtu_', 'base64', 20],
  ['mapbox', 'sk.eyJ pk.eyJ tk.eyJ', 'dotted', 30],
  // Watching
  ['grafana', 'glsa_ glc_', 'base64', 20],
  ['newrelic', 'NRAK- NRII- NRAA- NRRA- NRIQ- NRSP- NRJS-', 'url', 18],
  ['sentry', 'sntrys_ sntryu_ sntrya_ sntryi_', 'base64', 20],
  ['honeycomb', 'hcaik_ hcbik_ hcxik_', 'alnum', 20, 'mixed'],
  ['dynatrace', 'dt0c01. dt0s01. dt0s02. dt0s03. dt0s04. dt0s06. dt0s08. dt0s16.', 'dotted', 20],
  ['launchdarkly', 'sdk- mob- api-', 'url', 36, 'mixed'],
  ['posthog', 'phc_ phx_ phs_', 'word', 24],
  ['axiom', 'xaat- xapt-', 'url', 20],
  ['logfire', 'pylf_v1_', 'word', 20],
  ['checkly', 'cu_', 'hex', 30],
  ['statsig', 'secret- console-', 'alnum', 30, 'mixed'],
  ['pagerduty', 'pdus+ pdeu+ u+', 'url', 16, 'mixed'],
  // Identity
  ['ory', 'ory_at_ ory_rt_ ory_ac_ ory_st_ ory_pat_', 'dotted', 16],
  ['stytch', 'secret-live- secret-test-', 'url', 20],
  ['clerk', 'ak_ oat_ mt_', 'alnum', 24, 'mixed'],
  ['workos', 'sk_', 'word', 20, 'mixed'],
  ['adobe', 'p8e- s8e-', 'url', 24],
  ['openai', 'sk-', 'url', 18, 'mixed'],
  ['vk', 'vk1.a.', 'url', 30],
  ['twitter', 'AAAAAAAAAAAAAAAAAAAA', 'base64', 40],
  ['secret-key', 'rk_ sk_live sk_test', 'url', 24, 'mixed'],
  ['zuplo', 'zpka_', 'word', 20],
  ['unkey', 'unkey_', 'word', 20],
  ['paseto', 'v1.local. v2.local. v3.local. v4.local. v1.public. v2.public. v3.public. v4.public.', 'dotted', 40],
  ['adafruit', 'aio_', 'alnum', 24, 'mixed'],
  ['scalingo', 'tk-us-', 'url', 40],
  ['nostr', 'nsec1', 'alnum', 50, 'mixed'],
  ['trigger', 'tr_prod_ tr_dev_ tr_stg_', 'alnum', 16, 'mixed'],
  ['inngest', 'signkey-prod- signkey-test- signkey-branch-', 'alnum', 32],
  ['xata', 'xau_', 'alnum', 30, 'mixed'],
  ['deno', 'ddp_ ddo_ ddw_', 'alnum', 30, 'mixed'],
  ['valtown', 'vtwn_', 'alnum', 20, 'mixed'],
  ['swarm', 'SWMTKN-1-', 'url', 40],
  ['kubernetes', 'k8s-aws-v1.', 'url', 40],
  ['thunderstore', 'tss_', 'alnum', 30, 'mixed'],
  ['runpod', 'rpa_', 'alnum', 36, 'mixed'],
  // Hashes of passwords, which can be guessed back
  [
    'password-hash',
    '$2a$ $2b$ $2y$ $argon2id$ $argon2i$ $argon2d$ $5$ $6$ $7$ $y$ $apr1$ $1$ $scrypt$ $pbkdf2-sha256$ $pbkdf2-sha512$ pbkdf2_sha256$ {SSHA} {SHA}',
    'hash',
    20,
  ],
];

/** Every format; longer beginnings before shorter ones of the same first letters. */
export const VENDOR_FORMATS: readonly VendorFormat[] = ROWS.map(([name, prefixes, tail, minTail, mixed]) => ({
  name,
  prefixes: prefixes.split(' '),
  tail,
  minTail,
  isMixed: mixed === 'mixed',
}));

/** Webhooks whose address is the credential: where their URL begins, and from which part of the path on it is secret. */
export const SECRET_URLS: readonly (readonly [name: string, start: string])[] = [
  ['slack-webhook', 'hooks.slack.com/services/'],
  ['slack-webhook', 'hooks.slack.com/workflows/'],
  ['slack-webhook', 'hooks.slack.com/triggers/'],
  ['slack-webhook', 'hooks.slack-gov.com/services/'],
  ['discord-webhook', 'discord.com/api/webhooks/'],
  ['discord-webhook', 'discordapp.com/api/webhooks/'],
  ['discord-webhook', 'discord.com/api/v10/webhooks/'],
  ['telegram', 'api.telegram.org/bot'],
  ['telegram', 'api.telegram.org/file/bot'],
  ['teams-webhook', '.webhook.office.com/webhookb2/'],
  ['teams-webhook', 'outlook.office.com/webhook/'],
  ['teams-webhook', 'outlook.office365.com/webhook/'],
  ['zapier-webhook', 'hooks.zapier.com/hooks/catch/'],
  ['zapier-mcp', 'mcp.zapier.com/api/mcp/s/'],
  ['ifttt-webhook', 'maker.ifttt.com/use/'],
  ['make-webhook', 'hook.eu1.make.com/'],
  ['make-webhook', 'hook.eu2.make.com/'],
  ['make-webhook', 'hook.us1.make.com/'],
  ['make-webhook', 'hook.us2.make.com/'],
  ['make-webhook', 'hook.integromat.com/'],
  ['feishu-webhook', 'open.feishu.cn/open-apis/bot/v2/hook/'],
  ['lark-webhook', 'open.larksuite.com/open-apis/bot/v2/hook/'],
  ['rocketchat-webhook', '.rocket.chat/hooks/'],
  ['composio-mcp', 'mcp.composio.dev/partner/'],
  ['opsgenie-webhook', 'api.opsgenie.com/v1/json/'],
  ['google-chat-webhook', 'chat.googleapis.com/v1/spaces/'],
];
