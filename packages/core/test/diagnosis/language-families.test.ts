import { describe, expect, it } from 'vitest';
import { diagnoseText } from './evidence.ts';
import { PASSING } from './families.ts';
import { LANGUAGE_ROWS } from './language-families.ts';

describe('errors in other languages and of other clients', () => {
  it.each(LANGUAGE_ROWS)('%j is %s (A4-A13)', (text, kind) => {
    const diagnosis = diagnoseText(text);
    expect(diagnosis.kind).toBe(kind);
    if (kind !== 'server_error') expect(diagnosis.retryable).toBe(PASSING.has(kind));
  });
});

describe('results in other languages, and bodies with numbers of vendors', () => {
  it.each([
    ['没有查询到相关车次信息', 'query_tickets', 'empty_result'],
    ['未找到相关结果', 'search', 'empty_result'],
    ['没有找到匹配的结果', 'search', 'empty_result'],
    ['暂无数据', 'search', 'empty_result'],
    ['查询结果为空', 'search', 'empty_result'],
    ['没有搜索到相关内容', 'search', 'empty_result'],
    ['无搜索结果', 'search', 'empty_result'],
    ['無結果', 'search', 'empty_result'],
    ['該当する結果はありません', 'search', 'empty_result'],
    ['該当するデータがありません', 'search', 'empty_result'],
    ['結果が見つかりませんでした', 'search', 'empty_result'],
    ['検索結果はありませんでした', 'search', 'empty_result'],
    ['Keine Ergebnisse gefunden', 'search', 'empty_result'],
    ['Keine Treffer', 'search', 'empty_result'],
    ['Es wurden keine Einträge gefunden.', 'search', 'empty_result'],
    ['Aucun résultat trouvé', 'search', 'empty_result'],
    ['Aucune donnée disponible', 'search', 'empty_result'],
    ['No se encontraron resultados', 'search', 'empty_result'],
    ['Sin resultados', 'search', 'empty_result'],
    ['No hay resultados', 'search', 'empty_result'],
    ['Nenhum resultado encontrado', 'search', 'empty_result'],
    ['Não foram encontrados resultados', 'search', 'empty_result'],
    ['Nessun risultato trovato', 'search', 'empty_result'],
    ['Ничего не найдено', 'search', 'empty_result'],
    ['Результатов не найдено', 'search', 'empty_result'],
    ['Нет данных', 'search', 'empty_result'],
    ['검색 결과가 없습니다', 'search', 'empty_result'],
    ['결과 없음', 'search', 'empty_result'],
    ['{"code": -404, "message": "啥都木有", "ttl": 1}', 'get_video', 'not_found'],
    ['{"code": -101, "message": "账号未登录", "ttl": 1}', 'get_video', 'authentication'],
    ['{"status": 302, "message": "天配额超限，限制访问"}', 'geo', 'quota'],
    ['{"status": 401, "message": "当前并发量已经超过约定并发配额，限制访问"}', 'geo', 'rate_limit'],
    ['{"status": "0", "message": "NOTOK", "result": "Max rate limit reached"}', 'get_balance', 'rate_limit'],
    ['{"status": "0", "message": "NOTOK", "result": "Invalid API Key"}', 'get_balance', 'authentication'],
    ['{"status": "0", "message": "NOTOK", "result": "Missing/Invalid API Key"}', 'get_balance', 'authentication'],
    [
      '{"status": "0", "message": "NOTOK", "result": "Max calls per sec rate limit reached (5/sec)"}',
      'get_balance',
      'rate_limit',
    ],
    ['{"status": "0", "message": "No transactions found", "result": []}', 'get_txs', 'empty_result'],
    ['{"status":"0","info":"INVALID_USER_KEY","infocode":"10001"}', 'geo', 'authentication'],
    ['{"status":"0","info":"DAILY_QUERY_OVER_LIMIT","infocode":"10003"}', 'geo', 'quota'],
    ['{"status":"0","info":"CUQPS_HAS_EXCEEDED_THE_LIMIT","infocode":"10021"}', 'geo', 'rate_limit'],
    ['{"status":"0","info":"INVALID_PARAMS","infocode":"20000"}', 'geo', 'validation'],
    ['{"status":"1","info":"OK","infocode":"10000"}', 'geo', 'none'],
    ['{"code":0,"message":"0","ttl":1,"data":{"title":"x"}}', 'get_video', 'none'],
    ['{"code":0,"message":"success","data":{"a":1}}', 'get_video', 'none'],
    [
      '{"errcode":40001,"errmsg":"invalid credential, access_token is invalid or not latest"}',
      'get_item',
      'authentication',
    ],
    ['{"errcode":45009,"errmsg":"reach max api daily quota limit"}', 'get_item', 'quota'],
    ['{"error_code":"52003","error_msg":"UNAUTHORIZED USER"}', 'translate', 'authentication'],
    ['{"code":"402","msg":"余额不足"}', 'get_item', 'quota'],
    ['{"code":"404","msg":"未找到"}', 'get_item', 'not_found'],
    ['{"code":401,"msg":"未授权"}', 'get_item', 'authentication'],
    ['{"code":1,"msg":"参数错误"}', 'get_item', 'validation'],
    ['{"ret":-1,"msg":"系统错误"}', 'get_item', 'server_error'],
    ['{"code":400,"message":"参数错误","data":null}', 'get_item', 'validation'],
    ['GitHub integration is not configured', 'search', 'configuration'],
    ['Slack integration is disabled', 'get_settings', 'none'],
    [
      '{"success": false, "error": {"code": "MT5_NOT_IMPLEMENTED", "message": "Tool \'nonexistent_tool\' not yet implemented"}}',
      'nonexistent',
      'tool_not_found',
    ],
    ['open failed (invalid_id): session_id is not valid UTF-8', 'open', 'validation'],
    ['read failed (not_found): no session 7', 'open', 'not_found'],
    ['deploy failed (invalid_id): see the log of the run at 4', 'get_note', 'none'],
    [
      '{"esearchresult":{"count":"0","retmax":"0","idlist":[],"errorlist":{"phrasesnotfound":["zzqx"],"fieldsnotfound":[]}}}',
      'search',
      'empty_result',
    ],
    ['{"count":0,"next":null,"previous":null,"results":[]}', 'search', 'empty_result'],
    ['{"total":"0","items":[]}', 'search', 'empty_result'],
    ['{"resultCount":0,"results":[]}', 'search', 'empty_result'],
    ['{"feed":{"opensearch:totalResults":"0","entry":[]}}', 'search', 'empty_result'],
    ['{"code":0,"msg":"success","data":{"total":0,"list":[]}}', 'search', 'empty_result'],
    ['{"numFound":0,"start":0,"docs":[]}', 'search', 'empty_result'],
    ['登录已过期时应该提示用户重新登录', 'get_note', 'none'],
    ['参数错误', 'read_file', 'none'],
    ['服务器内部错误是什么意思？本文将介绍常见的原因和解决方法。', 'get_article', 'none'],
    ['文件不存在', 'translate', 'none'],
    ['{"title":"Sin resultados","artist":"x"}', 'get_song', 'none'],
    ['{"status":"0","message":"idle"}', 'get_status', 'none'],
    ['{"status":"0","result":"21.4"}', 'get_sensor', 'none'],
    ['{"code":200,"message":"成功"}', 'get_item', 'none'],
    ['{"code":1000,"message":"success"}', 'get_item', 'none'],
    ['{"code":20000,"msg":"操作成功"}', 'get_item', 'none'],
    ['{"status":"0","message":"OK","result":"12"}', 'get_item', 'none'],
    ['{"code":"00000","message":"ok"}', 'get_item', 'none'],
    ['{"code":95,"description":"Thunderstorm"}', 'get_weather_code', 'none'],
  ])('%j of %s is %s (A12, A57)', (text, tool, kind) => {
    expect(diagnoseText(text, false, tool).kind).toBe(kind);
  });
});
