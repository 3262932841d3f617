export function encodeCursor(_key: string, _list: string, _values: unknown[]): string {
  throw new Error('not there yet');
}
export function decodeCursor(_key: string, _list: string, _cursor: string): unknown[] {
  throw new Error('not there yet');
}
