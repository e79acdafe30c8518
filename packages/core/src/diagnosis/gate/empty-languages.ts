import { isWhollyAny } from '../read/any-of.ts';

const MAX_SENTENCE = 120;

/** Things that are searched for, in other European languages. */
const THINGS =
  /(?:ergebnisse?|treffer|einträge|daten|dokumente|dateien|résultats?|données?|donnée|éléments?|enregistrements?|resultados?|datos|registros?|coincidencias|dados|risultat[oi]|dati|elementi|результат\S{0,3}|данных|записей|совпадений)/;

/** Texts that say that a search found nothing. They must be the whole text. */
const NOTHING_FOUND = isWhollyAny([
  // Chinese
  /(?:抱歉，?|对不起，?|暂时|目前)?(?:没有|未|沒有|未能)(?:查询|查詢|搜索|搜尋|检索|找|查|匹配)到(?:任何)?(?:与?.{0,40}?)(?:相关|匹配|符合|结果|信息|数据|内容|记录|資料|結果|条件|车次|航班|商品|文章)[^，,：:]{0,20}/,
  /(?:没有|未|沒有|未能)(?:查询|搜索|搜尋|检索|找)到(?:任何)?(?:相关|匹配|符合)[^，,：:]{0,30}/,
  /(?:暂无|暫無|无|無|没有|沒有)(?:相关|匹配|搜索|查询|搜尋|符合条件的|任何|更多)?(?:的)?(?:数据|數據|结果|結果|记录|記錄|内容|信息|资料|資料)[。.!！]?/,
  /(?:查询|搜索|检索|返回)?(?:结果|数据|列表)为空[。.!！]?/,
  // Japanese and Korean
  /(?:.{0,30}に)?(?:該当|一致)する.{1,20}(?:ありません(?:でした)?|見つかりません(?:でした)?)[。.!]?/,
  /(?:検索)?(?:結果|データ)(?:は|が)?(?:ありません(?:でした)?|見つかりません(?:でした)?|0件(?:です|でした)?)[。.!]?/,
  /(?:검색 ?)?(?:결과|데이터)(?:가|이)? ?(?:없습니다|없음)[.!]?/,
  // German, French
  new RegExp(
    `(?:es wurden |leider )?keine (?:passenden |weiteren )?${THINGS.source}(?: gefunden| vorhanden| verfügbar)?(?: für .{1,60})?[.!]?`,
  ),
  new RegExp(
    `aucune? ${THINGS.source}(?: (?:correspondante?|n'a été))?(?: trouvée?| disponible)?(?: pour .{1,60})?[.!]?`,
  ),
  // Spanish, Portuguese, Italian
  new RegExp(
    `no (?:se (?:han encontrado|encontraron)|hay) ${THINGS.source}(?: disponibles)?(?: (?:para|de|con) .{1,60})?[.!]?`,
  ),
  new RegExp(`sin ${THINGS.source}[.!]?`),
  new RegExp(
    `(?:nenhum|nenhuma|nessun|ningún) ${THINGS.source}(?: (?:foi )?(?:encontrad[oa]|trovat[oa]|disponibile|disponível))?(?: (?:para|per) .{1,60})?[.!]?`,
  ),
  new RegExp(`não (?:foram encontrados|há|existem) ${THINGS.source}(?: disponíveis)?(?: para .{1,60})?[.!]?`),
  // Russian
  /(?:по вашему запросу )?ничего не найдено[.!]?/,
  new RegExp(`(?:нет ${THINGS.source}|${THINGS.source} (?:не найдено|нет))[.!]?`),
]);

/** Whether a whole text says in another language than English that nothing was found. */
export function saysNothingElsewhere(said: string): boolean {
  return said.length <= MAX_SENTENCE && NOTHING_FOUND.test(said);
}
