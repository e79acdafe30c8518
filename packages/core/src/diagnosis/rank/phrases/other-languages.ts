import { anyOf } from '../matching/any-of.ts';
import type { Phrase } from './phrase.ts';

/** The most usual words of failures in other languages than English. They count when there is nothing else. */
export const OTHER_LANGUAGES: readonly Phrase[] = [
  {
    kind: 'rate_limit',
    code: 'RATE_LIMITED',
    text: anyOf`
      zu viele anfragen
      trop de requêtes
      demasiadas (?:solicitudes|peticiones)
      muitas (?:solicitações|requisições)
      troppe richieste
      слишком много запросов
      (?:请求|调用|操作|访问)(?:过于|太)频繁
      リクエストが多すぎ
      요청이 너무 많
    `,
  },
  {
    kind: 'quota',
    code: 'QUOTA_EXCEEDED',
    text: anyOf`
      余额不足
      配额(?:不足|已用完|超)
      kontingent (?:überschritten|aufgebraucht|erschöpft)
      quota (?:dépassé|superad|excedid)
      saldo insuficiente
    `,
  },
  {
    kind: 'authentication',
    code: 'AUTHENTICATION_REQUIRED',
    text: anyOf`
      未授权
      未登录
      请先?登录
      登录(?:已)?(?:过期|失效)
      认证失败
      密钥(?:无效|错误)
      認証(?:エラー|に失敗)
      ログインが必要
      인증 ?(?:실패|오류)
      nicht (?:angemeldet|autorisiert|authentifiziert)
      anmeldung fehlgeschlagen
      non (?:autorisé|authentifié|autorizzato)
      no (?:autorizado|autenticado)\b
      não (?:autorizado|autenticado)
      (?:не авторизован|ошибка авторизации|требуется авторизация)
    `,
  },
  {
    kind: 'permission',
    code: 'PERMISSION_DENIED',
    text: anyOf`
      zugriff (?:wurde )?(?:verweigert|abgelehnt)
      (?:keine|fehlende) berechtigung
      accès (?:refusé|interdit)
      (?:acceso|permiso) denegado
      sin permisos?\b
      (?:acesso|permissão) negad[ao]
      sem permissão
      accesso negato
      (?:доступ запрещ|нет доступа|недостаточно прав)
      (?:没有|无|缺少|沒有)(?:访问|操作|相关|足够)?(?:的)?权限
      (?:拒绝|禁止)访问
      权限不足
      アクセス(?:が)?(?:拒否|できません)
      権限がありません
      권한이 없
      접근(?:이)? ?거부
    `,
  },
  {
    kind: 'not_found',
    code: 'ITEM_NOT_FOUND',
    text: anyOf`
      nicht (?:gefunden|vorhanden)
      existiert nicht
      introuvable
      n'existe pas
      non trouvée?\b
      no (?:se )?(?:encontr(?:ado|ada|ó)|existe)
      não (?:foi )?(?:encontrad[ao]|existe)
      non (?:trovat[ao]|esiste)
      не найден
      не существует
      (?:不存在|未找到|找不到|没有找到)
      見つかりません
      存在しません
      찾을 수 없
      존재하지 않
    `,
  },
  {
    kind: 'timeout',
    code: 'UPSTREAM_TIMEOUT',
    text: anyOf`
      zeitüberschreitung
      délai d'attente
      (?:tiempo|tempo) (?:de espera )?(?:agotado|esgotado|scaduto|limite excedido)
      время ожидания
      (?:超时|逾時)
      タイムアウト
      시간 ?초과
    `,
  },
  {
    kind: 'connection',
    code: 'CONNECTION_FAILED',
    text: anyOf`
      verbindung (?:fehlgeschlagen|verweigert|abgebrochen|unterbrochen)
      (?:connexion|connexión|conexión|conexão|connessione) (?:refusée|rechazada|recusada|rifiutata|perdue|perdida|fallida)
      ошибка (?:сети|соединения|подключения)
      (?:网络|连接)(?:错误|异常|失败|中断)
      接続(?:できません|に失敗|エラー)
      연결 ?(?:실패|오류)
    `,
  },
  {
    kind: 'unavailable',
    code: 'SERVER_UNAVAILABLE',
    text: anyOf`
      vorübergehend nicht (?:verfügbar|erreichbar)
      temporairement indisponible
      temporalmente no disponible
      temporariamente indisponível
      временно недоступ
      (?:服务|系统)(?:繁忙|不可用|维护)
      メンテナンス中
    `,
  },
  {
    kind: 'validation',
    code: 'INVALID_ARGUMENTS',
    text: anyOf`
      \bungültig
      (?:fehlt|erforderlich|muss angegeben werden)\b
      \binvalide\b
      \b(?:inválid|no válid)[oa]
      \bnon valid[oae]\b
      \b(?:obrigatóri|obligatori)[oa]
      неверн
      (?:参数|格式)(?:错误|无效|缺失|不正确)
      不能为空
      無効な
      必須です
      유효하지 않
    `,
  },
  {
    kind: 'server_error',
    code: 'INTERNAL_ERROR',
    retryable: true,
    text: anyOf`
      interner (?:server)?fehler
      erreur interne
      error interno del servidor
      erro interno
      внутренняя ошибка
      (?:服务器|系统)(?:内部)?(?:错误|异常)
      サーバー内部エラー
    `,
  },
];
