import type { HttpFace } from '../define.js';

/** A face that the operator alone may call. */
export function operatorFace(method: HttpFace['method'], path: HttpFace['path'], status: HttpFace['status'] = 200) {
  const rateClass = method === 'GET' ? 'read' : 'write';
  return { method, path, status, audience: 'operator', scope: null, rateClass } as const;
}
