import { start } from './index.ts';

start('post');
