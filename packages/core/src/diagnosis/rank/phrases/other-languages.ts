import { anyOf } from '../matching/any-of.ts';
import type { Phrase } from './phrase.ts';

/** The most usual words of failures in other European languages. They count when there is nothing else. */
export const OTHER_LANGUAGES: readonly Phrase[] = [
  {
    kind: 'quota',
    code: 'QUOTA_EXCEEDED',
    text: anyOf`
      (?:tages|monats|nutzungs|jahres)(?:limit|kontingent|grenze)
      kontingent [^.\n]{0,12}(?:überschritten|aufgebraucht|erschöpft|erreicht)
      (?:tägliche|monatliche)[nrs]? (?:limit|kontingent|grenze)
      guthaben [^.\n]{0,20}(?:ausreich|aufgebraucht|erschöpft|leer)
      (?:nicht genügend|nicht genug|unzureichendes) guthaben
      quota[^.\n]{0,20}(?:dépassé|atteint|épuisé|superad|excedid|agotad|atingid|esgotad|superat|esaurit)
      (?:limite|límite|quota|cuota|cota)s? (?:quotidien|journali|mensuel|diári|diari|mensal|mensual|giornalier|mensil)
      crédits? (?:insuffisant|épuisé|insuficiente|agotado|esgotado)
      (?:solde|saldo|crédito|fondos|fundos|credito)s? (?:insuffisant|insuficiente|insufficiente|agotad|esgotad)
      (?:fondos|créditos) insuficientes
      (?:cuota|cota) (?:[^.\n]{0,20})?(?:excedid|superad|agotad|esgotad|diaria|diária|mensual|mensal)
      (?:superado|excedido|alcanzado|atingiu|excedeu|dépassé) (?:la|el|su|a|o|votre|le) (?:cuota|cota|quota)
      превыш[^.\n]{0,6} (?:квот|суточн|дневн|месячн)
      (?:квота|дневной лимит|суточный лимит|месячный лимит) [^.\n]{0,12}(?:превыш|исчерпан)
      недостаточно (?:средств|кредитов|баланса)
    `,
  },
  {
    kind: 'rate_limit',
    code: 'RATE_LIMITED',
    text: anyOf`
      zu viele (?:anfragen|versuche|anmeldeversuche|aufrufe)
      (?:anfrage|raten|anfragen|abfrage|aufruf)-?(?:limit|begrenzung|grenze)
      trop de (?:requêtes|tentatives|demandes|connexions)
      limite (?:de|des) (?:requêtes|taux|débit|demandes|tentatives)
      demasiad[ao]s (?:solicitudes|peticiones|intentos|consultas|llamadas)
      (?:límite|limite) de (?:solicitudes|peticiones|velocidad|tasa|consultas|llamadas|intentos)
      muit[ao]s (?:solicitações|requisições|tentativas|chamadas|pedidos)
      limite de (?:solicitações|requisições|taxa|chamadas|pedidos)
      tropp[ei] (?:richieste|tentativi)
      limite (?:di|delle) richieste
      слишком (?:много|част[^\s]{1,4}) (?:запрос|попыт|обращени)
      превышен[^.\n]{0,4} (?:лимит|частот[^\s]{1,3}|скорост[^\s]{1,3}|количеств[^\s]{1,3}|числ[^\s]{1,3}) (?:запрос|обращени|вызов)
    `,
  },
  {
    kind: 'cancelled',
    code: 'CALL_CANCELLED',
    text: anyOf`
      (?:vom|durch den) (?:benutzer|nutzer|anwender) (?:abgebrochen|abgelehnt)
      (?:annulée?|refusée?) par l'utilisateur
      (?:cancelad|rechazad|recusad)[oa] (?:por el usuario|pelo usuário|pelo utilizador)
      (?:annullat|rifiutat)[oa] dall'utente
      (?:отменен|отменён|отклонен|отклонён)[оаы]? пользователем
    `,
  },
  {
    kind: 'authentication',
    code: 'AUTHENTICATION_REQUIRED',
    text: anyOf`
      nicht (?:angemeldet|autorisiert|authentifiziert|eingeloggt)
      (?:anmeldung|authentifizierung|login) (?:fehlgeschlagen|erforderlich|abgelaufen)
      (?:melden sie sich|bitte) [^.\n]{0,12}anmelden
      melden sie sich (?:erneut |bitte |wieder )?an
      (?:sitzung|token|zugangsdaten|anmeldung|schlüssel|passwort)[^.\n]{0,20}(?:abgelaufen|ungültig|widerrufen|falsch)
      (?:ungültige|falsche|abgelaufene)[rsn]? (?:api[- ]?(?:schlüssel|key)|token|zugangsdaten|anmeldedaten|passwort|zugriffstoken|sitzung|schlüssel)
      non (?:autorisée?|authentifiée?|connectée?|autorizzato|autenticato)
      (?:session|jeton|token|clé api|clé d'api|clé|identifiants|mot de passe)[^.\n]{0,12}(?:expiré|invalide|incorrect|révoqué|erroné)
      (?:reconnecter|authentification (?:requise|échouée|nécessaire)|échec de (?:l'authentification|connexion du compte))
      no (?:autorizado|autenticado)\b
      (?:sesión|token|clave|credenciales|contraseña|clave de api|llave)[^.\n]{0,20}(?:expirad|caducad|inválid|no válid|incorrect|revocad|vencid)
      (?:iniciar|inicie|inicia) sesión
      autenticación (?:requerida|fallida|necesaria)
      não (?:autorizado|autenticado|está logado)
      (?:sessão|token|chave|credenciais|senha|chave de api)[^.\n]{0,12}(?:expirad|expirou|inválid|incorret|revogad|vencid)
      (?:faça|fazer) login
      autenticação (?:necessária|falhou|requerida)
      (?:sessione|credenziali|token|chiave)[^.\n]{0,12}(?:scadut|non valid|errat)
      (?:не авторизован|ошибка (?:авторизации|аутентификации)|требуется (?:авторизация|аутентификация|вход)|войдите)
      (?:токен|сесси|ключ|парол|логин|учетны|учётны)[^.\n]{0,14}(?:истек|истёк|недейств|неверн|отозван|просрочен)
      (?:неверн|недействительн|некорректн)[^\s]{1,3} (?:токен|ключ|парол|логин|учетн|учётн|api)
    `,
  },
  {
    kind: 'permission',
    code: 'PERMISSION_DENIED',
    text: anyOf`
      zugriff [^.\n]{0,12}(?:verweigert|abgelehnt|gesperrt)
      (?:keine|fehlende|unzureichende) (?:\w+)?(?:berechtigung|rechte|zugriffsrechte)
      nicht (?:berechtigt|erlaubt|gestattet)
      accès (?:refusé|interdit|non autorisé)
      (?:pas|aucune|manque) (?:\S{1,12} ){0,2}?(?:l'autorisation|d'autorisation|la permission|les droits|le droit|de droits|les permissions|d'accès)
      (?:droits|permissions|autorisations) insuffisante?s
      (?:acceso|permiso) denegado
      (?:sin|no tiene|no tienes|no posee|no cuenta con) (?:\S{1,12} )?(?:permisos?|acceso|autorización)\b
      permisos? insuficientes?
      (?:acesso|permissão) negad[ao]
      (?:sem|não tem|não possui|não tens) (?:\S{1,12} )?(?:permissão|permissões|acesso|autorização)
      permissões insuficientes
      accesso negato
      (?:доступ (?:запрещ|закрыт|ограничен)|нет (?:доступа|прав|разрешени)|недостаточно прав|отказано в доступе)
    `,
  },
  {
    kind: 'conflict',
    code: 'ALREADY_EXISTS',
    text: anyOf`
      existiert bereits
      bereits (?:vergeben|vorhanden|verwendet|registriert|angelegt)
      existe déjà
      déjà (?:utilisée?|prise?|existante?|enregistrée?)
      ya (?:existe|está en uso|está registrad|fue creado)
      já (?:existe|está em uso|está cadastrad|cadastrad|foi criado)
      (?:esiste già|già (?:esistente|in uso|registrat))
      уже (?:существует|занят|используется|зарегистрирован)
    `,
  },
  {
    kind: 'not_found',
    code: 'ITEM_NOT_FOUND',
    text: anyOf`
      nicht (?:gefunden|vorhanden)
      kein(?:e|en)? \S{1,30} (?:mit (?:dieser|der) |unter |gefunden)
      existiert nicht
      introuvable
      n'existe (?:pas|plus)
      non trouvée?s?
      no (?:se )?(?:encontr(?:ado|ada|ó)|existe|pudo encontrar)
      não (?:foi )?(?:encontrad[ao]|existe|localizad[ao])
      non (?:trovat[ao]|esiste)
      не найден
      не существует
    `,
  },
  {
    kind: 'timeout',
    code: 'UPSTREAM_TIMEOUT',
    text: anyOf`
      zeitüberschreitung
      délai (?:d'attente |d'expiration )?(?:dépassé|expiré|écoulé)
      délai d'attente
      (?:tiempo|tempo) (?:de espera |limite |límite |de resposta )?(?:agotado|esgotado|scaduto|excedido|limite excedido)
      (?:время ожидания|таймаут|тайм-аут)
    `,
  },
  {
    kind: 'connection',
    code: 'CONNECTION_FAILED',
    text: anyOf`
      verbindung [^.\n]{0,24}(?:fehlgeschlagen|verweigert|abgebrochen|unterbrochen|hergestellt werden)
      keine verbindung
      (?:connexion|connexión|conexión|conexão|connessione) (?:refusée|rechazada|recusada|rifiutata|perdue|perdida|fallida|échouée|interrompue|interrumpida)
      impossible de (?:se connecter|contacter|joindre)
      (?:no se pudo|não foi possível|imposible|impossibile) (?:conectar|conectarse|connettersi|estabelecer)
      (?:error|erro|erreur) de (?:conexión|conexão|connexion|red\b|rede\b|réseau)
      ошибка (?:сети|соединения|подключения)
      не удалось (?:подключиться|соединиться|установить соединение)
    `,
  },
  {
    kind: 'unavailable',
    code: 'SERVER_UNAVAILABLE',
    text: anyOf`
      (?:vorübergehend|derzeit|momentan|zurzeit|aktuell) (?:leider )?nicht (?:verfügbar|erreichbar)
      (?:dienst|server|service|system) (?:ist )?(?:nicht (?:verfügbar|erreichbar)|überlastet)
      wartungs?(?:arbeiten|modus)
      (?:temporairement|momentanément|actuellement) indisponible
      (?:service|serveur|serviço|servidor|sistema) (?:temporariamente |está )?(?:indisponible|indisponível|surchargé|sobrecarregado|sobrecargado)
      (?:temporalmente|servicio|servidor|sistema) (?:no está |no )disponible
      (?:en|em) (?:mantenimiento|manutenção|maintenance)\b
      (?:temporariamente|serviço) indisponível
      (?:временно недоступ|(?:сервис|сервер|служба) (?:временно )?(?:недоступ|перегруж)|технические работы)
    `,
  },
  {
    kind: 'validation',
    code: 'INVALID_ARGUMENTS',
    text: anyOf`
      \bungültig
      (?:fehlt|erforderlich|muss angegeben werden)\b
      fehlende[rsn]? (?:parameter|angabe|argument|feld|wert)
      \binvalide\b
      \b(?:paramètre|champ|argument)s? (?:\S{1,30} )?(?:manquant|requis|incorrect|obligatoire)
      (?:est|sont) (?:obligatoire|requis)
      \b(?:inválid|no válid)[oa]
      \bfalta (?:el|la|o|a) (?:parámetro|campo|argumento|parâmetro|valor)
      (?:parâmetro|campo|parámetro|argumento)s? (?:\S{1,30} )?(?:ausente|faltando|faltante|requerido|incorrecto|incorreto|necessário)
      \bnon valid[oae]\b
      \b(?:obrigatóri|obligatori)[oa]
      (?:неверн|некорректн|недопустим)
      (?:не указан|отсутствует|обязательн)[^.\n]{0,20}(?:параметр|поле|аргумент|значени)
      (?:параметр|поле|аргумент)[^.\n]{0,20}(?:обязател|не указан|отсутствует)
    `,
  },
  {
    kind: 'server_error',
    code: 'INTERNAL_ERROR',
    retryable: true,
    text: anyOf`
      interner (?:server)?fehler
      erreur interne
      error interno
      erro interno
      errore interno
      внутренняя ошибка
    `,
  },
];
