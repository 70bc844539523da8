import { start } from './index.ts';

start('main');
