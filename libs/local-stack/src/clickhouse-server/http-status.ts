/** The HTTP status that a ClickHouse server gives an error of this number (its src/Server/HTTP/exceptionCodeToHTTPStatus.cpp). */
export function httpStatusOf(code: number): number {
  if (BAD_REQUEST.has(code)) return 400;
  if (NOT_FOUND.has(code)) return 404;
  return OTHERS.get(code) ?? 500;
}

const BAD_REQUEST = new Set([6, 8, 15, 25, 26, 27, 36, 38, 41, 44, 53, 62, 69, 72, 117, 167, 168, 376, 427, 441, 675, 676]);
const NOT_FOUND = new Set([46, 47, 50, 56, 60, 63, 73, 81, 106, 115, 511]);
const OTHERS = new Map([
  [48, 501],
  [76, 503],
  [159, 408],
  [209, 503],
  [439, 503],
  [492, 403],
  [497, 403],
]);
