import { render } from 'preact';
import './style.css';
import { App } from './page/app.js';

render(<App />, document.getElementById('page')!);
