import type { JSX } from 'react';
import { Page } from '../../parts/page.tsx';
import { AboutPanel } from './about-panel.tsx';
import { AuditPanel } from './audit-panel.tsx';
import { ConfigurationPanel } from './configuration-panel.tsx';
import { PurgePanel } from './purge-panel.tsx';
import { RedactionPanel } from './redaction-panel.tsx';
import { RetentionPanel } from './retention-panel.tsx';
import { TokensPanel } from './tokens-panel.tsx';

/** What is in force, what the gateway is, and what was done to it. */
export function SettingsScreen(): JSX.Element {
  return (
    <Page title="Settings">
      <AboutPanel />
      <TokensPanel />
      <RetentionPanel />
      <PurgePanel />
      <RedactionPanel />
      <ConfigurationPanel />
      <AuditPanel />
    </Page>
  );
}
