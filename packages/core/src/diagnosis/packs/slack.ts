import type { Pack } from './pack.ts';
import { toolTable } from './tool-table.ts';

/** Slack: its Web API answers 200 with `{ "ok": false, "error": … }`, and its servers pass that on as a success. */
export const SLACK_PACK: Pack = {
  name: 'slack',
  title: 'Slack',
  servers: ['slack'],
  tools: [
    {
      names: ['slack_list_channels', 'channels_list', 'list_channels'],
      safety: 'read',
      parameters: ['limit', 'cursor', 'channel_types'],
    },
    {
      names: [
        'slack_post_message',
        'slack_send_message',
        'conversations_add_message',
        'chat_post_message',
        'post_message',
      ],
      safety: 'write',
      parameters: ['channel_id', 'text', 'payload', 'thread_ts'],
      verifyWith: 'slack_get_channel_history',
    },
    {
      names: ['slack_reply_to_thread', 'reply_to_thread'],
      safety: 'write',
      parameters: ['channel_id', 'thread_ts', 'text'],
      verifyWith: 'slack_get_thread_replies',
    },
    {
      names: ['slack_add_reaction', 'reactions_add', 'add_reaction'],
      safety: 'idempotent-write',
      parameters: ['channel_id', 'timestamp', 'reaction'],
    },
    {
      names: ['slack_get_channel_history', 'slack_read_channel', 'conversations_history', 'get_channel_history'],
      safety: 'read',
      parameters: ['channel_id', 'limit'],
      returnsContent: true,
    },
    {
      names: ['slack_get_thread_replies', 'slack_read_thread', 'conversations_replies', 'get_thread_replies'],
      safety: 'read',
      parameters: ['channel_id', 'thread_ts'],
      returnsContent: true,
    },
    {
      names: [
        'slack_search_messages',
        'slack_search_public',
        'slack_search_public_and_private',
        'conversations_search_messages',
        'search_messages',
      ],
      safety: 'read',
      parameters: ['search_query', 'query', 'count'],
      returnsContent: true,
    },
    {
      names: ['slack_get_users', 'slack_search_users', 'users_list', 'users_search', 'get_users'],
      safety: 'read',
      parameters: ['cursor', 'limit'],
    },
    {
      names: ['slack_get_user_profile', 'slack_read_user_profile', 'users_profile', 'get_user_profile'],
      safety: 'read',
      parameters: ['user_id'],
    },
    ...toolTable('read', 'slack_search_channels usergroups_list usergroups_me'),
    ...toolTable('read', 'conversations_unreads slack_read_canvas attachment_get_data', { returnsContent: true }),
    ...toolTable('idempotent-write', 'reactions_remove conversations_mark usergroups_update usergroups_users_update'),
    ...toolTable(
      'write',
      'slack_send_message_draft slack_schedule_message slack_create_canvas slack_update_canvas usergroups_create',
    ),
  ],
  rules: [
    {
      when: { vendorCode: ['ratelimited', 'rate_limited', 'message_limit_exceeded'] },
      then: { kind: 'rate_limit', code: 'RATE_LIMITED', retryable: true },
    },
    {
      when: { vendorCode: ['not_authed', 'no_authorization'] },
      then: {
        kind: 'authentication',
        code: 'CREDENTIALS_MISSING',
        reason: 'missing',
        advice: 'Set SLACK_BOT_TOKEN under env of {server}.',
      },
    },
    {
      when: { vendorCode: ['token_expired', 'token_revoked'] },
      then: {
        kind: 'authentication',
        code: 'CREDENTIALS_EXPIRED',
        reason: 'expired',
        advice: 'Reinstall the Slack app and put its new bot token into SLACK_BOT_TOKEN of {server}.',
      },
    },
    {
      when: {
        vendorCode: [
          'invalid_auth',
          'account_inactive',
          'org_login_required',
          'two_factor_setup_required',
          'team_access_not_granted',
        ],
      },
      then: {
        kind: 'authentication',
        code: 'CREDENTIALS_INVALID',
        reason: 'invalid',
        advice:
          'Check SLACK_BOT_TOKEN and SLACK_TEAM_ID of {server}, and that the account is still active in the workspace.',
      },
    },
    {
      when: { vendorCode: 'missing_scope' },
      then: {
        kind: 'permission',
        code: 'SCOPE_MISSING',
        advice: 'Add the scope that Slack names under "needed" to the app, then reinstall it in the workspace.',
      },
    },
    {
      when: {
        vendorCode: [
          'not_in_channel',
          'restricted_action',
          'restricted_action_read_only_channel',
          'ekm_access_denied',
          'access_denied',
          'not_allowed_token_type',
          'no_permission',
          'cant_update_message',
          'cant_delete_message',
          'user_is_bot',
          'user_is_restricted',
          'posting_to_general_channel_denied',
          'is_private',
        ],
      },
      then: {
        kind: 'permission',
        code: 'PERMISSION_DENIED',
        advice: 'Invite the bot to the channel, or let an administrator of the workspace allow it.',
      },
    },
    {
      when: { vendorCode: ['is_archived', 'already_archived'] },
      then: { kind: 'conflict', advice: 'Use another channel, or unarchive this one.' },
    },
    {
      when: {
        vendorCode: [
          'already_reacted',
          'already_in_channel',
          'already_pinned',
          'name_taken',
          'duplicate_message_not_allowed',
          'no_reaction',
          'not_pinned',
        ],
      },
      then: { kind: 'conflict', code: 'ALREADY_EXISTS' },
    },
    {
      when: {
        vendorCode: [
          'channel_not_found',
          'user_not_found',
          'users_not_found',
          'thread_not_found',
          'message_not_found',
          'file_not_found',
          'team_not_found',
          'usergroup_not_found',
        ],
      },
      then: {
        kind: 'not_found',
        code: 'ITEM_NOT_FOUND',
        advice:
          'List channels or users first and use the id, not the name; a private channel is visible only to members.',
      },
    },
    {
      when: { vendorCode: ['msg_too_long', 'msg_blocks_too_long', 'too_many_attachments'] },
      then: { kind: 'validation', code: 'REQUEST_TOO_LARGE', advice: 'Send at most 4000 characters at a time.' },
    },
    {
      when: {
        vendorCode: [
          'invalid_name',
          'invalid_arguments',
          'invalid_arg_name',
          'invalid_blocks',
          'invalid_cursor',
          'invalid_ts_latest',
          'invalid_ts_oldest',
          'no_text',
          'too_many_reactions',
          'bad_timestamp',
        ],
      },
      then: { kind: 'validation', code: 'INVALID_ARGUMENTS' },
    },
    {
      when: { vendorCode: ['service_unavailable', 'team_added_to_org', 'request_timeout'] },
      then: { kind: 'unavailable', code: 'SERVER_UNAVAILABLE' },
    },
    {
      when: { vendorCode: ['internal_error', 'fatal_error'] },
      then: { kind: 'server_error', code: 'INTERNAL_ERROR', retryable: true },
    },
  ],
  // What Slack answers begins with "ok"; what went wrong on the way to it stands under "error".
  disguises: [{ text: /^\{\s{0,8}"ok"\s?:\s?false\b/ }, { text: /^\{\s{0,8}"error"\s?:\s?"/ }],
  advice: [{ kind: 'rate_limit', advice: 'Wait{wait} before the next call to Slack; read less at a time.' }],
};
