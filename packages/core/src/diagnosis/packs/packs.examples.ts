import { definePack, diagnose } from '../../index.ts';

const acme =
  // #region definePack
  definePack({
    name: 'acme',
    title: 'Acme',
    servers: ['acme', 'acme-mcp'],
    tools: [
      { names: ['acme_list_orders'], safety: 'read', parameters: ['since'] },
      { names: ['acme_ship_order'], safety: 'write', timeoutMs: 120_000, verifyWith: 'acme_list_orders' },
    ],
    rules: [
      {
        when: { tools: ['acme_ship_order'], text: /order (?<id>\d{1,12}) was shipped already/i },
        then: {
          kind: 'conflict',
          code: 'ACME_SHIPPED_ALREADY',
          advice: 'Leave it: the order is on its way.',
          details: (match) => ({ order: match.groups?.id }),
        },
      },
    ],
    results: [
      { tools: ['acme_list_orders'], text: /^0 orders/, kind: 'empty', warning: 'Acme keeps orders for 30 days.' },
    ],
    advice: [{ kind: 'authentication', advice: 'Make a new key in the settings of Acme and put it into ACME_KEY.' }],
    baseUrlSettings: ['ACME_URL'],
    links: ({ baseUrl }) => [{ title: 'Orders', url: `${baseUrl}/orders` }],
  });
// #endregion definePack

/** What a failure of that server then comes to. */
export const diagnosis = diagnose(
  {
    shape: 'tool_result',
    payload: { isError: true, content: [{ type: 'text', text: 'Order 17 was shipped already' }] },
  },
  { server: 'acme', tool: 'acme_ship_order', packs: [acme], setting: () => 'https://acme.example' },
);
