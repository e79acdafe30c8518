import { table } from './word-table.ts';

/**
 * The words for a secret in languages other than English.
 *
 * Tables only, as in `sensitive-words.ts`. A word that means something harmless too, as the Spanish `clave`, is a weak one.
 */

/** A name with one of these words holds a secret. */
export const FOREIGN_STRONG_WORDS: ReadonlyMap<string, string> = table({
  password:
    'passwort passwörter kennwort contraseña contraseñas contrasena contrasenya senha senhas palavrapasse motdepasse ' +
    'motsdepasse hasło hasla haslo wachtwoord wachtwoorden toegangscode lösenord losenord passord adgangskode ' +
    'kodeord lykilorð salasana heslo geslo lozinka zaporka jelszó jelszo parolă şifre sifre matkhau katasandi nenosiri ' +
    'slaptažodis slaptazodis pasahitza parool пароль пароля паролем пароли парола лозинка סיסמה סיסמא पासवर्ड कूटशब्द ' +
    'संकेतशब्द পাসওয়ার্ড پاسورڈ گذرواژه கடவுச்சொல் รหัสผ่าน 密码 密碼 口令 パスワード 暗証番号 비밀번호 암호',
  secret: 'シークレット 시크릿',
  token: 'токен токена 令牌 權杖 トークン 토큰',
  'api-key': 'apischlüssel apischluessel apiキー api키 api密钥 api密鑰 api金鑰',
  key:
    'zugangsschlüssel zugriffsschlüssel geheimschlüssel 密钥 密鑰 秘钥 金鑰 私钥 私鑰 秘密鍵 シークレットキー アクセスキー ' +
    '비밀키 개인키 액세스키',
});

/** Two words side by side. */
export const FOREIGN_COMPOUNDS: ReadonlyMap<string, string> = table(
  {
    password:
      'de passe|palavra passe|kata sandi|mật khẩu|mat khau|neno siri|كلمة المرور|كلمة السر|پاس ورڈ|رمز عبور|κωδικός πρόσβασης',
    'api-key':
      'api schlüssel|api schluessel|clave api|chave api|chiave api|clé api|cle api|ключ api|api ключ|api キー|api 키|api anahtarı',
    key:
      'clave secreta|clave privada|chave secreta|chave privada|chiave segreta|chiave privata|clé secrète|cle secrete|' +
      'clé privée|cle privee|geheimer schlüssel|privater schlüssel|секретный ключ|закрытый ключ|gizli anahtar|' +
      'المفتاح السري|khóa bí',
  },
  '|',
);

/** A name with one of these words holds a secret if the value looks like one. */
export const FOREIGN_WEAK_WORDS: ReadonlyMap<string, string> = table({
  secret: 'parola clave chave mdp sandi jeton geheimnis secreto segreto segredo секрет',
});

/** Ends of words that are written as one, with what they belong to in front: `数据库密码`, `databaslösenord`. */
export const FOREIGN_ENDINGS: readonly (readonly [ending: string, rule: string])[] = [
  ...table({
    password: 'kennwort wachtwoord lösenord passord adgangskode salasana 密码 密碼 パスワード 비밀번호',
    token: '令牌 トークン 토큰',
    key: '密钥 密鑰 金鑰 私钥 私鑰 秘密鍵',
  }),
];

/** Whole names that only speak of a secret: links and titles of forms. */
export const FOREIGN_HARMLESS_NAMES: readonly string[] =
  '忘记密码 忘記密碼 修改密码 修改密碼 重置密码 重設密碼 找回密码 passwortvergessen motdepasseoublié'.split(' ');

/** A piece of every word above that is written in ASCII; letters of other scripts need none. */
export const FOREIGN_PIECES =
  'kenn senh hasl wach asen asan seno dgan deor eslo zink zapo lszo ifre tkha khau sand nosi slap sahi aroo paro clav ' +
  'chav mdp jeto hlue gehe segr';
