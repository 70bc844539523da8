import { describe, expect, test } from 'vitest';
import { createIncidents } from './incidents.ts';
import { startSpike } from './spike.ts';

const title = 'CI / build in acme/shop';

function post(url: string, payload: unknown, method = 'POST'): Promise<Response> {
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
  return fetch(url, { method, headers: { 'content-type': 'application/json' }, body });
}

describe('the incidents', () => {
  test('are opened once and counted while open', () => {
    const incidents = createIncidents(() => 0);
    expect(incidents.push('t', { title, body: 'first' })).toBe('created');
    expect(incidents.push('t', { title, body: 'second' })).toBe('repeated');
    expect(incidents.open()).toEqual([{ token: 't', title, body: 'first', opens: 2 }]);
  });

  test('are told apart by token and by the exact title', () => {
    const incidents = createIncidents(() => 0);
    const all = [
      ['t', title],
      ['u', title],
      ['t', `${title} `],
      ['t', title.toUpperCase()],
    ] as const;
    for (const [token, name] of all) expect(incidents.push(token, { title: name, body: '' })).toBe('created');
    expect(incidents.push('u', { title, body: '', status: 'resolve' })).toBe('resolved');
    expect(incidents.open()).toHaveLength(3);
  });

  test('are resolved once and opened anew by a later failure', () => {
    const incidents = createIncidents(() => 5);
    incidents.push('t', { title, body: '' });
    expect(incidents.push('t', { title, body: '', status: 'resolve' })).toBe('resolved');
    expect(incidents.all[0]?.resolvedAt).toBe(5);
    expect(incidents.push('t', { title, body: '', status: 'resolve' })).toBe('nothing');
    expect(incidents.push('t', { title, body: '' })).toBe('created');
    expect(incidents.all).toHaveLength(2);
  });

  test.each([{ title: '', body: '' }, { body: '' }])('never group and never resolve without a title', (payload) => {
    const incidents = createIncidents(() => 0);
    expect(incidents.push('t', payload)).toBe('created');
    expect(incidents.push('t', payload)).toBe('created');
    expect(incidents.push('t', { ...payload, status: 'resolve' })).toBe('nothing');
    expect(incidents.open()).toHaveLength(2);
  });
});

describe('the stand-in', () => {
  test.each([
    ['another method', 'PUT', '/t/push-events', '{"title":"x"}'],
    ['another path', 'POST', '/t/push', '{"title":"x"}'],
    ['a path with a query', 'POST', '/t/push-events?a=b', '{"title":"x"}'],
    ['a token that does not decode', 'POST', '/%zz/push-events', '{"title":"x"}'],
    ['malformed JSON', 'POST', '/t/push-events', '{"title":'],
    ['JSON that is no object', 'POST', '/t/push-events', '["x"]'],
  ])('answers 500 {} to %s and stores nothing', async (_, method, path, body) => {
    await using spike = await startSpike();
    const answer = await post(new URL(path, spike.url('t')).href, body, method);
    expect([answer.status, await answer.text()]).toEqual([500, '{}']);
    expect(spike.incidents).toEqual([]);
    expect(spike.requests).toHaveLength(1);
  });
});
