import { describe, expect, it } from 'vitest';
import { type DataDirPathOptions, dataDirPath } from '../../src/data-dir/data-dir-path.ts';

const options: DataDirPathOptions = {
  option: undefined,
  env: {},
  folder: '/home/ada/project',
  configured: undefined,
  configFile: '/home/ada/my project/mcp.json',
  platform: 'linux',
  homeFolder: '/home/ada',
};

describe('dataDirPath', () => {
  it('takes the option, then the variable, then the configuration, then the state folder of the system', () => {
    const env = { SEAWALL_DATA_DIR: 'from-env' };
    expect(dataDirPath({ ...options, option: 'given', env, configured: '/configured' })).toBe(
      '/home/ada/project/given',
    );
    expect(dataDirPath({ ...options, env, configured: '/configured' })).toBe('/home/ada/project/from-env');
    expect(dataDirPath({ ...options, configured: '/configured' })).toBe('/configured');
    expect(dataDirPath(options)).toMatch(/^\/home\/ada\/\.local\/state\/seawall\/my-project-[0-9a-f]{12}$/);
  });

  it('has another folder for another configuration, and the same for the same', () => {
    expect(dataDirPath({ ...options, configFile: '/other/mcp.json' })).not.toBe(dataDirPath(options));
    expect(dataDirPath({ ...options, folder: '/elsewhere' })).toBe(dataDirPath(options));
  });

  it('follows the customs of the system', () => {
    expect(dataDirPath({ ...options, env: { XDG_STATE_HOME: '/state' } })).toMatch(/^\/state\/seawall\//);
    expect(dataDirPath({ ...options, env: { XDG_STATE_HOME: 'relative' } })).toMatch(/^\/home\/ada\/\.local\/state\//);
    expect(dataDirPath({ ...options, platform: 'darwin' })).toMatch(
      /^\/home\/ada\/Library\/Application Support\/Seawall\//,
    );
  });
});
