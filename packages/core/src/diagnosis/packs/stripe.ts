import type { Pack, PackRule } from './pack.ts';
import { toolTable } from './tool-table.ts';

/** 402 is a declined card and no bill of ours; 429 may be a lock. */
const RULES: readonly PackRule[] = [
  {
    when: { vendorCode: ['idempotency_error', 'StripeIdempotencyError'] },
    then: {
      kind: 'conflict',
      code: 'STRIPE_IDEMPOTENCY_MISMATCH',
      summary: '{tool} on {server} used an idempotency key again with other parameters.',
      advice: 'Use a new idempotency key for a new wish; the same key must come with the same parameters.',
    },
  },
  {
    when: { vendorCode: ['lock_timeout', 'idempotency_key_in_use'] },
    then: { kind: 'conflict', code: 'TRANSACTION_CONFLICT', retryable: true },
  },
  {
    // Here the bank asks its customer, not Stripe for a key.
    when: {
      vendorCode: [
        'authentication_required',
        'payment_intent_authentication_failure',
        'setup_intent_authentication_failure',
      ],
    },
    then: {
      kind: 'conflict',
      code: 'STRIPE_CARD_DECLINED',
      summary: 'The bank of the customer declined the payment of {tool} on {server}, or wants it confirmed.',
      advice: 'Let the customer confirm the payment (3D Secure) on a page of Stripe, or use another way to pay.',
    },
  },
  {
    when: {
      vendorCode: [
        'card_error',
        'StripeCardError',
        'card_declined',
        'expired_card',
        'incorrect_cvc',
        'incorrect_number',
        'insufficient_funds',
        'processing_error',
      ],
    },
    then: {
      kind: 'conflict',
      code: 'STRIPE_CARD_DECLINED',
      summary: 'The bank of the customer declined the payment of {tool} on {server}, or wants it confirmed.',
      retryable: false,
      advice: 'Ask the customer for another card or way to pay; charging the same card again will be declined again.',
    },
  },
  {
    when: { text: /\byour card (?:was declined|has expired|has insufficient funds|does not support)\b/i },
    then: {
      kind: 'conflict',
      code: 'STRIPE_CARD_DECLINED',
      summary: 'The bank of the customer declined the payment of {tool} on {server}, or wants it confirmed.',
      retryable: false,
      advice: 'Ask the customer for another card or way to pay; charging the same card again will be declined again.',
    },
  },
  {
    when: { text: /\ba similar object exists in (live|test) mode\b/i },
    then: {
      kind: 'not_found',
      code: 'STRIPE_WRONG_MODE',
      summary: 'What {tool} on {server} asks for exists in the other mode of Stripe.',
      advice: 'Use a key of the other mode (sk_live_… or sk_test_…), or an object of this one.',
      details: (match) => ({ existsIn: match[1]?.toLowerCase() ?? '' }),
    },
  },
  {
    when: {
      text: /\bdoes not have the required permissions for this endpoint\b|\bpermissions? would allow this request\b/i,
    },
    then: {
      kind: 'permission',
      code: 'SCOPE_MISSING',
      advice: 'Add the permission that Stripe names (as rak_customer_write) to the restricted key in the dashboard.',
    },
  },
  {
    when: { vendorCode: ['api_key_expired', 'platform_api_key_expired'] },
    then: { kind: 'authentication', code: 'CREDENTIALS_EXPIRED', reason: 'expired' },
  },
  {
    when: { vendorCode: 'secret_key_required' },
    then: {
      kind: 'authentication',
      code: 'CREDENTIALS_INVALID',
      reason: 'invalid',
      advice: 'Use a secret or restricted key (sk_… or rk_…), not a publishable one.',
    },
  },
  {
    when: { text: /\bYou did not provide an API key\b/i },
    then: { kind: 'authentication', code: 'CREDENTIALS_MISSING', reason: 'missing' },
  },
  {
    when: { text: /\bInvalid API Key provided\b|\bExpired API Key provided\b/i },
    then: { kind: 'authentication', code: 'CREDENTIALS_INVALID', reason: 'invalid' },
  },
  { when: { vendorCode: 'resource_missing' }, then: { kind: 'not_found', code: 'ITEM_NOT_FOUND' } },
  {
    when: { vendorCode: ['resource_already_exists', 'charge_already_refunded', 'charge_already_captured'] },
    then: { kind: 'conflict', code: 'ALREADY_EXISTS' },
  },
  {
    when: { vendorCode: ['rate_limit', 'rate_limit_error', 'StripeRateLimitError'] },
    then: { kind: 'rate_limit', code: 'RATE_LIMITED', retryable: true },
  },
  {
    when: { vendorCode: ['account_invalid', 'testmode_charges_only', 'payouts_not_allowed', 'country_unsupported'] },
    then: {
      kind: 'permission',
      code: 'PERMISSION_DENIED',
      advice: 'Complete or correct the account in the dashboard of Stripe, or use another one.',
    },
  },
];

/** Stripe: the tools of its agent toolkit turn every failure into a sentence that looks like a result. */
export const STRIPE_PACK: Pack = {
  name: 'stripe',
  title: 'Stripe',
  servers: ['stripe'],
  tools: [
    ...toolTable(
      'read',
      `retrieve_balance list_customers list_products list_prices list_invoices list_payment_intents list_subscriptions list_disputes
      list_coupons get_stripe_account_info fetch_stripe_resources search_stripe_resources list_payment_links`,
    ),
    ...toolTable('read', 'search_stripe_documentation|search_documentation', { returnsContent: true }),
    ...toolTable('write', 'create_customer', { verifyWith: 'list_customers' }),
    ...toolTable('write', 'create_product', { verifyWith: 'list_products' }),
    ...toolTable('write', 'create_price', { verifyWith: 'list_prices' }),
    ...toolTable('write', 'create_coupon', { verifyWith: 'list_coupons' }),
    ...toolTable('write', 'create_invoice create_invoice_item finalize_invoice', { verifyWith: 'list_invoices' }),
    ...toolTable('write', 'create_refund', { verifyWith: 'list_payment_intents' }),
    ...toolTable('write', 'update_subscription cancel_subscription', { verifyWith: 'list_subscriptions' }),
    ...toolTable('write', 'update_dispute', { verifyWith: 'list_disputes' }),
    ...toolTable('write', 'create_payment_link stripe_integration_recommender'),
  ],
  rules: RULES,
  disguises: [
    {
      text: /^\s{0,8}"?Failed to (?:create|list|retrieve|update|cancel|finalize|search|fetch) [a-z ]{3,40}(?::|"?\s{0,8}$)/,
    },
  ],
  advice: [
    {
      kind: 'authentication',
      advice: 'Check STRIPE_SECRET_KEY of {server}, and whether it is of the mode (live or test) that is meant.',
    },
    {
      kind: 'rate_limit',
      advice: 'Wait{wait}, then call one after another: Stripe allows 25 calls a second in test mode.',
    },
    { kind: 'permission', advice: 'Give the restricted key the permission in the dashboard of Stripe.' },
    {
      kind: 'not_found',
      advice:
        'Check the id, the account, and whether the key is of the mode (live or test) in which the object exists.',
    },
  ],
};
