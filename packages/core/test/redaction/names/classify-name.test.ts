import { describe, expect, it } from 'vitest';
import { classifyName, classifyQueryName, isSensitiveName } from '../../../src/redaction/names/classify-name.ts';

describe('isSensitiveName', () => {
  it.each(
    (
      'apiKey TAVILY_API_KEY tavilyApiKey x-api-key APIKEY token GITHUB_TOKEN accessToken password DB_PASSWD MYSQL_PWD DB_PASS ' +
      'Authorization auth client_secret clientSecret credentials Set-Cookie SESSION_ID Mcp-Session-Id GITHUB_PAT SENTRY_DSN ' +
      'connectionString CONNECTION_STRING AWS_SECRET_ACCESS_KEY PRIVATE_KEY passphrase JWT API_KEYS signature --api-key ' +
      'spring.datasource.password pgpassword resetToken PaSsWoRd Passwort'
    ).split(' '),
  )('says yes to %s (B60, B61)', (name) => {
    expect(isSensitiveName(name)).toBe(true);
  });

  it.each(
    (
      'PATH HOME MONKEY AUTHOR PATTERN KEYBOARD_LAYOUT TOKENIZER MAX_TOKENS token_count KEY_ID TOKEN_URL AUTH_TYPE PASSWORD_FILE ' +
      'SESSION_TIMEOUT PUBLIC_KEY primaryKey GOOGLE_APPLICATION_CREDENTIALS PWD OLDPWD passThrough compass JIRA_URL LOG_LEVEL ' +
      'missing_keys auth_type nextPageToken inputTokens hasPassword forgot_password issueKey secretName token.ts username'
    ).split(' '),
  )('says no to %s (B27, B28, B61)', (name) => {
    expect(isSensitiveName(name)).toBe(false);
  });
});

describe('classifyName', () => {
  it.each([
    ['password', 'strong', 'password'],
    ['x-api-key', 'strong', 'api-key'],
    ['fooKey', 'weak', 'key'],
    ['sessionId', 'weak', 'session'],
    ['author', 'none', ''],
  ] as const)('tells how surely the value of "%s" is a secret, and by which rule', (name, strength, rule) => {
    expect(classifyName(name)).toMatchObject({ strength, rule });
  });

  it('knows that a name is about something else, and that it stands for several things', () => {
    expect(classifyName('token_type').isAbout).toBe(true);
    expect(classifyName('tokens').isPlural).toBe(true);
    expect(classifyName('a'.repeat(500)).strength).toBe('none');
  });

  it('takes more names of a URL for sensitive', () => {
    expect(classifyName('code').strength).toBe('none');
    expect(classifyQueryName('code').strength).toBe('weak');
    expect(classifyQueryName('X-Amz-Signature').strength).not.toBe('none');
    expect(classifyQueryName('page').strength).toBe('none');
  });
});

describe('words of other languages', () => {
  it.each(
    (
      'mot_de_passe mot-de-passe contraseña CONTRASEÑA contrasena senha palavra-passe hasło wachtwoord databaslösenord LÖSENORD ' +
      'losenord passord adgangskode salasana heslo jelszó parolă şifre mật_khẩu kata_sandi كلمة_المرور पासवर्ड ' +
      'পাসওয়ার্ড پاس_ورڈ пароль ПАРОЛЬ 数据库密码 密碼 データベースパスワード 비밀번호 סיסמה รหัสผ่าน API-Schlüssel clave_secreta chave_api ' +
      'chiave_segreta clé_secrète секретный_ключ 访问令牌 アクセストークン 토큰 访问密钥 秘密鍵'
    ).split(' '),
  )('takes %s for the name of a secret, accents composed or not', (name) => {
    expect(classifyName(name).strength).toBe('strong');
    expect(classifyName(name.normalize('NFD')).strength).toBe('strong');
  });

  it.each(['parola', 'clave', 'chave', 'jeton', 'geheimnis'])(
    'lets the value decide below %s, which has other meanings',
    (name) => {
      expect(classifyName(name).strength).toBe('weak');
    },
  );

  it.each(['忘记密码', 'passwortVergessen', 'Schlüssel', 'ключ', '键', 'Wort', 'mot'])('says no to %s', (name) => {
    expect(isSensitiveName(name)).toBe(false);
  });
});
