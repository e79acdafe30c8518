import { describe, expect, it } from 'vitest';
import { redact, redactText } from '../../../src/redaction/redact.ts';
import { fakeSecret } from '../fake-secret.ts';

const secret = fakeSecret(71, 18);

describe('names of secrets in other languages', () => {
  it.each([
    `connexion à db.example.net refusée, mot de passe: ${secret}`,
    `mot de passe : ${secret}`,
    `error en db.example.net, contrasena: ${secret}`,
    `inloggning misslyckades; losenord=${secret}`,
    `inloggning misslyckades, lösenord: ${secret}`,
    `kirjautuminen epäonnistui; salasana=${secret}`,
    `přihlášení selhalo, heslo: ${secret}`,
    `sikertelen; jelszo=${secret}`,
    `giriş başarısız, şifre: ${secret}`,
    `giris basarisiz; sifre=${secret}`,
    `đăng nhập thất bại, mật khẩu: ${secret}`,
    `gagal masuk, kata sandi: ${secret}`,
    `فشل الدخول، كلمة المرور: ${secret}`,
    `लॉगिन विफल, पासवर्ड: ${secret}`,
    `вход не выполнен, пароль: ${secret}`,
    `登录失败，数据库密码：${secret}`,
    `ログイン失敗、パスワード：${secret}`,
    `로그인 실패, 비밀번호: ${secret}`,
    `Anmeldung fehlgeschlagen, API-Schlüssel: ${secret}`,
    `acceso denegado, clave: ${secret}`,
  ])('are followed by what is hidden: %s', (text) => {
    expect(redactText(text)).toBe(text.replace(secret, /\[REDACTED:[\w-]+\]/.exec(redactText(text))?.[0] ?? '-'));
    expect(redactText(text)).not.toContain(secret);
  });

  it('hide what stands in a field, numbers too', () => {
    expect(redact({ hôte: 'db.example.net', lösenord: secret, 密码: 123456 })).toEqual({
      hôte: 'db.example.net',
      lösenord: '[REDACTED:password]',
      密码: '[REDACTED:password]',
    });
  });

  it.each([
    'Passwort vergessen?',
    'Password forgotten?',
    'Mot de passe oublié ?',
    'Mot de passe oublié?',
    'Wachtwoord vergeten?',
    'Забыли пароль?',
    'Пароль неверен',
    '忘记密码？',
    'clave: nombre',
    'parola chiave: database',
    'api_key=${API_KEY} was not expanded',
    'token=$(TOKEN), retry',
  ])('leave a text without a value as it is: %s', (text) => {
    expect(redactText(text)).toBe(text);
  });

  it('a default in a variable is hidden, since it may be the secret', () => {
    expect(redactText(`password=\${DB_PASSWORD:-${secret}} docker run`)).not.toContain(secret);
  });

  it('hides what is behind more escapes than one piece of a text holds, at its place', () => {
    const escapes = String.raw`\u0041\n`.repeat(9000);
    const hidden = redactText(`${escapes}\\"password\\": \\"${secret}\\"${escapes}`);
    expect(hidden).toBe(`${escapes}\\"password\\": \\"[REDACTED:password]\\"${escapes}`);
  });
});
