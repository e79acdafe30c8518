import { describe, expect, it } from 'vitest';
import { createChildEnvironment } from '../../../src/connection/stdio/child-environment.ts';

const environment = {
  HOME: '/home/ada',
  PATH: '/bin',
  SECRET_TOKEN: 'hunter2',
  HTTPS_PROXY: 'http://proxy:3128',
  no_proxy: 'localhost',
  NODE_EXTRA_CA_CERTS: '/ca.pem',
  SHELL: '() { echo pwned; }',
  EMPTY: '',
  ABSENT: undefined,
};

describe('createChildEnvironment', () => {
  it('lets only safe and network variables through', () => {
    expect(createChildEnvironment({ environment, inheritEnv: false, env: {} })).toEqual({
      HOME: '/home/ada',
      PATH: '/bin',
      HTTPS_PROXY: 'http://proxy:3128',
      no_proxy: 'localhost',
      NODE_EXTRA_CA_CERTS: '/ca.pem',
    });
  });

  it('lets through what inheritEnv names', () => {
    const child = createChildEnvironment({ environment, inheritEnv: ['SECRET_TOKEN', 'ABSENT', 'NEVER_SET'], env: {} });
    expect(child).toHaveProperty('SECRET_TOKEN', 'hunter2');
    expect(child).not.toHaveProperty('ABSENT');
    expect(child).not.toHaveProperty('EMPTY');
  });

  it('lets everything through but shell functions when told to', () => {
    const child = createChildEnvironment({ environment, inheritEnv: true, env: {} });
    expect(child).toMatchObject({ SECRET_TOKEN: 'hunter2', EMPTY: '' });
    expect(child).not.toHaveProperty('SHELL');
  });

  it('takes the value of the entry before any other', () => {
    expect(
      createChildEnvironment({ environment, inheritEnv: true, env: { PATH: '/opt/bin', SHELL: '() x' } }),
    ).toMatchObject({ PATH: '/opt/bin', SHELL: '() x' });
  });
});
